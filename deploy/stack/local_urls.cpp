#include "deploy/stack/local_urls.h"

#include <algorithm>

namespace tombola::deploy {
namespace {

std::string with_local_url(std::string text, const std::string& api, const std::string& port) {
  for (const std::string scheme : {"https://", "wss://"}) {
    const std::string start = scheme + api + ".execute-api.";
    for (std::size_t at = 0; (at = text.find(start, at)) != std::string::npos;) {
      const std::size_t host_end =
          std::min(text.find_first_of("/?#\"' ,", at + start.size()), text.size());
      const std::string local =
          (scheme == "https://" ? "http://" : "ws://") + api + ".execute-api.localhost" + port;
      text.replace(at, host_end - at, local);
      at += local.size();
    }
  }
  return text;
}

}  // namespace

Json with_local_urls(const Json& value, const std::vector<std::string>& apis,
                     const std::string& endpoint) {
  if (value.is_string()) {
    std::string text = value.get<std::string>();
    if (text.find(".execute-api.") == std::string::npos) {
      return value;
    }
    const std::size_t colon = endpoint.rfind(':');
    for (const std::string& api : apis) {
      text = with_local_url(std::move(text), api,
                            colon == std::string::npos ? "" : endpoint.substr(colon));
    }
    return text;
  }
  if (!value.is_structured()) {
    return value;
  }
  Json changed = value;
  for (Json& one : changed) {
    one = with_local_urls(one, apis, endpoint);
  }
  return changed;
}

}  // namespace tombola::deploy
