#include "operations/dynamodb/import_objects.h"

#include <nlohmann/json.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/validation/index_rules.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/import_request.h"
#include "operations/dynamodb/table_items.h"
#include "services/services.h"

namespace tombola::operations {
namespace {

// An item of an object, from 0.
struct Place {
  std::string key;
  std::size_t index = 0;
};

class Import {
 public:
  Import(const ImportSource& source, OperationContext& context)
      : source_(source),
        context_(context),
        bucket_(
            Request(source.request.required("S3BucketSource")).required("S3Bucket").as_string()),
        format_(import_format_of(source.request)),
        filler_(source.table, context.transactions) {}

  ImportCounts run();

 private:
  void read_object(const std::string& key);
  void take(const Place& place, dynamodb::Item item);
  void tell(const Place& place, const std::string& why);

  services::s3::ObjectStore& objects() { return context_.services->objects(); }

  const ImportSource& source_;
  OperationContext& context_;
  const std::string bucket_;
  const ImportFormat format_;
  TableFiller filler_;
  ImportCounts counts_;
};

// The prefix is the beginning of keys, not a folder.
ImportCounts Import::run() {
  services::s3::ObjectStore::ListRequest list;
  list.prefix =
      Request(source_.request.required("S3BucketSource")).string("S3KeyPrefix").value_or("");
  for (bool more = true; more;) {
    const auto page = objects().list(bucket_, list);
    for (const auto& [key, object] : page.objects) {
      read_object(key);
    }
    list.after = page.last;
    more = page.truncated;
  }
  filler_.finish();
  return counts_;
}

void Import::read_object(const std::string& key) {
  const auto read = objects().read(bucket_, key, [](const services::s3::Object& object) {
    return services::s3::ObjectStore::Slice{0, object.size};
  });
  const auto text = uncompressed(read ? read->second : "", format_.compression);
  if (!text) {
    ++counts_.processed;
    tell({key, 0}, "The object cannot be uncompressed as the import says");
    return;
  }
  counts_.bytes += static_cast<std::int64_t>(text->size());
  const auto broken =
      read_items(*text, format_, source_.table, [&](std::size_t index, dynamodb::Item item) {
        take({key, index}, std::move(item));
      });
  if (broken) {
    ++counts_.processed;
    tell({key, broken->index}, broken->reason);
  }
}

void Import::take(const Place& place, dynamodb::Item item) {
  ++counts_.processed;
  try {
    dynamodb::check_item_size(item);
    dynamodb::key_of_item(item, source_.table);
    dynamodb::check_index_keys(item, source_.table, false);
  } catch (const dynamodb::ApiError& error) {
    tell(place, error.message());
    return;
  }
  ++counts_.imported;
  filler_.add(std::move(item));
}

// Form: "Validation errors", Developer Guide.
void Import::tell(const Place& place, const std::string& why) {
  ++counts_.errors;
  const std::int64_t now_ms = context_.service_clock.now_ms();
  const nlohmann::ordered_json message = {
      {"itemS3Pointer", {{"bucket", bucket_}, {"key", place.key}, {"itemIndex", place.index}}},
      {"importArn", source_.arn},
      {"errorMessages", {why}}};
  context_.services->logs().intake().add({context_.name_space,
                                          std::string(import_log_group),
                                          source_.id + "/error",
                                          now_ms,
                                          {{now_ms, message.dump()}}});
}

}  // namespace

ImportCounts import_objects(const ImportSource& source, OperationContext& context) {
  return Import(source, context).run();
}

}  // namespace tombola::operations
