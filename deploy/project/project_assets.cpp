#include "deploy/project/project_assets.h"

#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "deploy/project/project_files.h"
#include "services/digest.h"
#include "services/s3/asset_bucket.h"
#include "services/service_error.h"
#include "services/services.h"
#include "triggers/functions/zip_archive.h"

namespace tombola::deploy {
namespace {

namespace fs = std::filesystem;

// cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}
std::string resolved(std::string text, const dynamodb::Namespace& name_space) {
  const std::pair<std::string_view, std::string_view> values[] = {
      {"${AWS::AccountId}", name_space.account},
      {"${AWS::Region}", name_space.region},
      {"${AWS::Partition}", "aws"}};
  for (const auto& [name, value] : values) {
    for (std::size_t at; (at = text.find(name)) != std::string::npos;) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

std::string bytes_of(const ProjectAsset& asset) {
  if (asset.bytes) {
    return *asset.bytes;
  }
  if (asset.is_folder && fs::is_directory(asset.source)) {
    return triggers::pack_zip(asset.source);
  }
  auto text = text_of_file(asset.source);
  if (!text) {
    throw std::runtime_error(fmt::format("{} cannot be read", asset.source.string()));
  }
  return std::move(*text);
}

}  // namespace

void upload_assets(operations::OperationContext& context, const std::vector<ProjectAsset>& assets) {
  services::s3::ObjectStore& objects = context.services->objects();
  for (const ProjectAsset& asset : assets) {
    const std::string bucket = resolved(asset.bucket, context.name_space);
    const std::string key = resolved(asset.key, context.name_space);
    try {
      if (auto ours = services::s3::asset_bucket(bucket); ours && !objects.find_bucket(bucket)) {
        objects.create_bucket(std::move(*ours));
      }
      if (objects.find(bucket, key)) {
        continue;
      }
      const std::string bytes = bytes_of(asset);
      services::s3::Object object;
      object.etag = services::hexadecimal(services::md5(bytes));
      objects.put(bucket, key, std::move(object), bytes,
                  [](const std::optional<services::s3::Object>& /*current*/) {});
    } catch (const services::ServiceError& error) {
      throw ProjectError(fmt::format("the asset {} cannot be put into the bucket {}: {}", key,
                                     bucket, error.message()));
    } catch (const std::runtime_error& error) {
      throw ProjectError(fmt::format("the asset {} cannot be put into the bucket {}: {}", key,
                                     bucket, error.what()));
    }
  }
}

}  // namespace tombola::deploy
