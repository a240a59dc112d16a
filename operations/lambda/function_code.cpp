#include "operations/lambda/function_code.h"

#include <filesystem>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/lambda/lambda_error.h"
#include "services/service_error.h"
#include "services/services.h"
#include "triggers/functions/zip_archive.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

std::string decoded(std::string_view base64) {
  auto zip = dynamodb::from_base64(base64);
  if (!zip) {
    throw dynamodb::ApiError::serialization("ZipFile is not base64");
  }
  if (zip->size() > limits::function_code_zipped_bytes_max) {
    throw LambdaError::too_large(fmt::format("Zipped size must be smaller than {} bytes",
                                                  limits::function_code_zipped_bytes_max));
  }
  return std::move(*zip);
}

// Observed on AWS: what S3 says is told within Lambda's own refusal.
std::string object_bytes(services::s3::ObjectStore& objects, std::string_view bucket,
                         std::string_view key) {
  std::string code = "NoSuchKey";
  std::string message = "The specified key does not exist.";
  try {
    auto found = objects.read(bucket, key, [](const services::s3::Object& object) {
      return services::s3::ObjectStore::Slice{0, object.size};
    });
    if (found) {
      return std::move(found->second);
    }
  } catch (const services::ServiceError& error) {
    code = error.code();
    message = error.message();
  }
  throw LambdaError::invalid_parameter(fmt::format(
      "Error occurred while GetObject. S3 Error Code: {}. S3 Error Message: {}", code, message));
}

struct KeptCode {
  std::string sha256;
  std::int64_t size_bytes = 0;
};

KeptCode keep_archive(const std::string& zip, triggers::CodeStore& store) {
  try {
    return {store.put(zip), static_cast<std::int64_t>(zip.size())};
  } catch (const triggers::EmptyArchive&) {
    throw LambdaError::invalid_parameter("Uploaded file must be a non-empty zip");
  } catch (const triggers::BrokenArchive&) {
    throw LambdaError::invalid_parameter(
        "Could not unzip uploaded file. Please check your file, then try to upload again.");
  } catch (const triggers::ArchiveTooLarge&) {
    throw LambdaError::invalid_parameter(fmt::format("Unzipped size must be smaller than {} bytes",
                                                     limits::function_code_unzipped_bytes_max));
  }
}

// The archive that a request carries, or the object that it names.
std::string archive_of(const Request& code, const OperationContext& context) {
  const auto zip = code.string("ZipFile");
  const auto bucket = code.string("S3Bucket");
  const auto key = code.string("S3Key");
  if (zip) {
    if (bucket || key) {
      throw LambdaError::invalid_parameter(
          "Please do not provide other FunctionCode parameters when providing a ZipFile.");
    }
    return decoded(*zip);
  }
  if (!bucket || !key) {
    throw LambdaError::invalid_parameter("Please provide a source for function code.");
  }
  return object_bytes(context.services->objects(), *bucket, *key);
}

bool runs_in_place(const Request& code) {
  return !code.has("ZipFile") && code.has("S3Key") &&
         code.string("S3Bucket") == run_in_place_bucket;
}

void take_folder(std::string_view path, triggers::FunctionSettings& settings) {
  std::error_code ignored;
  if (!std::filesystem::path(path).is_absolute() || !std::filesystem::is_directory(path, ignored)) {
    throw LambdaError::invalid_parameter(
        fmt::format("With S3Bucket {}, S3Key must be the absolute path of a folder on the machine "
                    "that Tombola runs on; {} is none",
                    run_in_place_bucket, path));
  }
  settings.run_in_place = std::filesystem::path(path).lexically_normal().string();
  settings.code_sha256 = triggers::sha256_base64(*settings.run_in_place);
  settings.code_size_bytes = 0;
}

// COPY is what is done anyway.
void check_storage_mode(const Request& code) {
  if (code.string("S3ObjectStorageMode") == "REFERENCE") {
    throw LambdaError::invalid_parameter(
        "Tombola does not support S3ObjectStorageMode REFERENCE yet");
  }
}

}  // namespace

void check_code_allowed(const LambdaContext& lambda) {
  if (!lambda.code_refusal.empty()) {
    throw LambdaError::access_denied(lambda.code_refusal);
  }
}

std::vector<dynamodb::Field> code_fields() {
  using enum dynamodb::Presence;
  return {{"ZipFile", Shape::string()},
          {"S3Bucket", Shape::string().length(3, 63)},
          {"S3Key", Shape::string().length(1, 1024)},
          {"S3ObjectVersion", Shape::string(), Unsupported},
          {"S3ObjectStorageMode", Shape::string().one_of({"COPY", "REFERENCE"})},
          {"ImageUri", Shape::string(), Unsupported},
          {"SourceKMSKeyArn", Shape::string(), Unsupported}};
}

void take_code(const Request& code, const OperationContext& context,
               triggers::FunctionSettings& settings) {
  check_storage_mode(code);
  if (runs_in_place(code)) {
    return take_folder(*code.string("S3Key"), settings);
  }
  const KeptCode kept = keep_archive(archive_of(code, context), context.lambda->functions.code());
  settings.code_sha256 = kept.sha256;
  settings.code_size_bytes = kept.size_bytes;
  settings.run_in_place.reset();
}

void take_layer_code(const Request& content, const OperationContext& context,
                     triggers::LayerVersion& version) {
  check_storage_mode(content);
  if (runs_in_place(content)) {
    throw LambdaError::invalid_parameter(
        "Tombola runs the code of functions in place, not that of layers");
  }
  const KeptCode kept =
      keep_archive(archive_of(content, context), context.lambda->functions.code());
  version.code_sha256 = kept.sha256;
  version.code_size_bytes = kept.size_bytes;
}

}  // namespace tombola::operations::lambda
