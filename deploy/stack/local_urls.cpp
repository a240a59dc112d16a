#include "deploy/stack/local_urls.h"

#include <algorithm>

namespace tombola::deploy {
namespace {

constexpr std::string_view service = ".execute-api.";

// The end of the host that goes on from there.
std::size_t host_end(const std::string& text, std::size_t at) {
  return std::min(text.find_first_of("/?#\"' ,", at), text.size());
}

std::string with_local_hosts(std::string text, const IsOurApi& is_ours, const std::string& port) {
  for (const std::string scheme : {"https://", "wss://"}) {
    for (std::size_t at = 0; (at = text.find(scheme, at)) != std::string::npos;) {
      const std::size_t host = at + scheme.size();
      const std::size_t end = host_end(text, host);
      const std::size_t dot = text.find(service, host);
      if (dot >= end || !is_ours(text.substr(host, dot - host))) {
        at = host;
        continue;
      }
      const std::string local = (scheme == "https://" ? "http://" : "ws://") +
                                text.substr(host, dot - host) + ".execute-api.localhost" + port;
      text.replace(at, end - at, local);
      at += local.size();
    }
  }
  return text;
}

}  // namespace

Json with_local_urls(const Json& value, const IsOurApi& is_ours, const std::string& endpoint) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    if (text.find(service) == std::string::npos) {
      return value;
    }
    const std::size_t colon = endpoint.rfind(':');
    return with_local_hosts(text, is_ours,
                            colon == std::string::npos ? "" : endpoint.substr(colon));
  }
  if (!value.is_structured()) {
    return value;
  }
  Json changed = value;
  for (Json& one : changed) {
    one = with_local_urls(one, is_ours, endpoint);
  }
  return changed;
}

}  // namespace tombola::deploy
