#include "server/api_gateway/binary_media_types.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "server/media_type.h"

namespace tombola::server {
namespace {

using services::api_gateway::Api;
using services::api_gateway::Document;

// "image/png" is one of "image/png", "image/*" and "*/*".
bool is_of(std::string_view type, std::string_view wanted) {
  if (wanted == "*/*" || type == wanted) {
    return true;
  }
  return wanted.ends_with("/*") && type.starts_with(wanted.substr(0, wanted.size() - 1));
}

bool is_binary(const Api& api, const std::string& type) {
  const auto types = api.settings.find("binaryMediaTypes");
  return types != api.settings.end() &&
         std::any_of(types->begin(), types->end(), [&](const Document& wanted) {
           return is_of(type, wanted.get_ref<const std::string&>());
         });
}

}  // namespace

bool takes_as_binary(const Api& api, const http::Request& request) {
  return is_binary(api, base_media_type(request.header("Content-Type")));
}

bool gives_as_binary(const Api& api, const http::Request& request) {
  const std::string_view accepted = request.header("Accept");
  return is_binary(api, base_media_type(accepted.substr(0, accepted.find(','))));
}

}  // namespace tombola::server
