#include "dynamodb/model/table_definition.h"

namespace tombola::dynamodb {

std::string_view to_string(StreamViewType type) {
  switch (type) {
    case StreamViewType::KeysOnly:
      return "KEYS_ONLY";
    case StreamViewType::NewImage:
      return "NEW_IMAGE";
    case StreamViewType::OldImage:
      return "OLD_IMAGE";
    case StreamViewType::NewAndOldImages:
      break;
  }
  return "NEW_AND_OLD_IMAGES";
}

std::optional<StreamViewType> stream_view_type_from(std::string_view text) {
  for (const StreamViewType type : {StreamViewType::KeysOnly, StreamViewType::NewImage,
                                    StreamViewType::OldImage, StreamViewType::NewAndOldImages}) {
    if (to_string(type) == text) {
      return type;
    }
  }
  return std::nullopt;
}

std::string_view to_string(TableChange::Kind kind) {
  using enum TableChange::Kind;
  switch (kind) {
    case Creation:
      return "creation";
    case Throughput:
      return "throughput";
    case Billing:
      return "billing";
    case Stream:
      return "stream";
    case TableClass:
      return "table_class";
    case Encryption:
      return "encryption";
    case WarmThroughput:
      return "warm_throughput";
    case TimeToLive:
      return "time_to_live";
    case IndexCreation:
      return "index_creation";
    case IndexUpdate:
      return "index_update";
    case IndexDeletion:
      break;
  }
  return "index_deletion";
}

std::string_view to_string(BillingMode mode) {
  return mode == BillingMode::Provisioned ? "PROVISIONED" : "PAY_PER_REQUEST";
}

std::string_view to_string(ProjectionType type) {
  switch (type) {
    case ProjectionType::KeysOnly:
      return "KEYS_ONLY";
    case ProjectionType::Include:
      return "INCLUDE";
    case ProjectionType::All:
      break;
  }
  return "ALL";
}

const IndexDefinition* TableDefinition::find_index(std::string_view index_name) const {
  for (const IndexDefinition& index : indexes) {
    if (index.name == index_name) {
      return &index;
    }
  }
  return nullptr;
}

std::string TableDefinition::index_arn(const IndexDefinition& index) const {
  return arn() + "/index/" + index.name;
}

std::string TableDefinition::arn() const {
  return "arn:aws:dynamodb:" + name_space.region + ":" + name_space.account + ":table/" + name;
}

std::string TableDefinition::stream_arn() const {
  return arn() + "/stream/" + stream->label;
}

}  // namespace tombola::dynamodb
