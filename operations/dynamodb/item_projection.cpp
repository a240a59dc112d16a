#include "operations/dynamodb/item_projection.h"

#include "dynamodb/expressions/legacy_parameters.h"
#include "dynamodb/model/attribute_json.h"

namespace tombola::operations {

ItemProjection::ItemProjection(const Request& request,
                               dynamodb::ExpressionPlaceholders& placeholders) {
  if (const auto text = request.string("ProjectionExpression")) {
    projection_ = dynamodb::Projection::parse(*text, placeholders);
  } else if (const auto names = request.member("AttributesToGet")) {
    projection_ = dynamodb::parse_attributes_to_get(*names, placeholders.layer());
  }
}

std::vector<const dynamodb::DocumentPath*> ItemProjection::paths() const {
  std::vector<const dynamodb::DocumentPath*> paths;
  if (projection_) {
    for (const dynamodb::DocumentPath& path : projection_->paths()) {
      paths.push_back(&path);
    }
  }
  return paths;
}

void ItemProjection::append(std::string& out, const storage::StoredItem& item) const {
  if (projection_) {
    append(out, item, item.item());
  } else {
    out.append(item.json());
  }
}

void ItemProjection::append(std::string& out, const storage::StoredItem& item,
                            const dynamodb::Item& parsed) const {
  if (projection_) {
    dynamodb::append_json(out, projection_->apply(parsed));
  } else {
    out.append(item.json());
  }
}

}  // namespace tombola::operations
