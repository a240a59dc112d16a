#include "server/signature.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace tombola::server {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return out;
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  }
  return text;
}

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string sha256(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(unsigned_bytes(text), text.size(), reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string hmac(std::string_view key, std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), unsigned_bytes(text), text.size(),
       reinterpret_cast<unsigned char*>(digest.data()), &length);
  return digest;
}

std::string uri_encode(std::string_view text, bool keep_slashes) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool unreserved = std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~';
    if (unreserved || (keep_slashes && c == '/')) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", byte);
    }
  }
  return out;
}

// As it was sent, since the '+' of a query's text stands for a blank here and there only.
std::vector<http::QueryParameter> query_as_signed(std::string_view query) {
  std::vector<http::QueryParameter> parameters;
  for (const std::string& part : split(query, '&')) {
    if (part.empty()) {
      continue;
    }
    const std::size_t equals = part.find('=');
    const std::string_view text(part);
    const std::string_view value =
        equals == std::string::npos ? std::string_view() : text.substr(equals + 1);
    parameters.push_back({uri_encode(http::percent_decode(text.substr(0, equals), false), false),
                          uri_encode(http::percent_decode(value, false), false)});
  }
  std::sort(parameters.begin(), parameters.end(), [](const auto& left, const auto& right) {
    return left.name == right.name ? left.value < right.value : left.name < right.name;
  });
  return parameters;
}

std::string canonical_query(std::string_view query) {
  std::string out;
  for (const http::QueryParameter& parameter : query_as_signed(query)) {
    if (parameter.name == "X-Amz-Signature") {
      continue;
    }
    out.append(out.empty() ? "" : "&").append(parameter.name).append("=").append(parameter.value);
  }
  return out;
}

// All values of a header, each trimmed, runs of blanks as one.
std::string canonical_value(const http::Request& request, const std::string& name) {
  std::string out;
  bool first = true;
  for (const http::Header& header : request.headers) {
    if (!http::equals_ignoring_case(header.name, name)) {
      continue;
    }
    out.append(first ? "" : ",");
    first = false;
    char before = '\0';
    for (const char c : trim(header.value)) {
      if (c != ' ' || before != ' ') {
        out.push_back(c);
      }
      before = c;
    }
  }
  return out;
}

// Of S3: what the request says that its body's hash is. One that is wrong counts as the body's own,
// so that the signature does not match.
std::string payload_hash(const http::Request& request, const Signature& signature) {
  const std::string_view said = request.header("x-amz-content-sha256");
  if (said.empty() && signature.expires_seconds) {
    return "UNSIGNED-PAYLOAD";
  }
  const bool is_unsigned = said == "UNSIGNED-PAYLOAD" || said.starts_with("STREAMING-");
  return is_unsigned ? std::string(said) : hex(sha256(request.body));
}

std::string canonical_request(const http::Request& request, const Signature& signature) {
  const std::string_view path = request.path().empty() ? "/" : request.path();
  // Every service but S3 encodes what the path's encoding gave once more.
  const bool is_s3 = signature.service == "s3";
  const std::string canonical_path =
      is_s3 ? uri_encode(http::percent_decode(path, false), true) : uri_encode(path, true);
  std::string out =
      fmt::format("{}\n{}\n{}\n", request.method, canonical_path, canonical_query(request.query()));
  for (const std::string& name : signature.signed_headers) {
    out.append(lower(name)).append(":").append(canonical_value(request, name)).append("\n");
  }
  out.append("\n")
      .append(lower(fmt::format("{}", fmt::join(signature.signed_headers, ";"))))
      .append("\n")
      .append(is_s3 ? payload_hash(request, signature) : hex(sha256(request.body)));
  return out;
}

void set_credential(Signature& signature, std::string_view text) {
  const std::vector<std::string> parts = split(text, '/');
  const std::size_t count = parts.size();
  if (count < 5) {
    return;
  }
  // An access key id might hold a '/' itself.
  signature.terminator = parts[count - 1];
  signature.service = parts[count - 2];
  signature.region = parts[count - 3];
  signature.date = parts[count - 4];
  signature.access_key_id = fmt::format("{}", fmt::join(parts.begin(), parts.end() - 4, "/"));
}

Signature from_query(const std::vector<http::QueryParameter>& query) {
  Signature signature;
  for (const http::QueryParameter& parameter : query) {
    if (parameter.name == "X-Amz-Credential") {
      set_credential(signature, parameter.value);
    } else if (parameter.name == "X-Amz-SignedHeaders") {
      signature.signed_headers = split(parameter.value, ';');
    } else if (parameter.name == "X-Amz-Signature") {
      signature.value = parameter.value;
    } else if (parameter.name == "X-Amz-Date") {
      signature.time_text = parameter.value;
    } else if (parameter.name == "X-Amz-Expires") {
      std::int64_t seconds = 0;
      std::from_chars(parameter.value.data(), parameter.value.data() + parameter.value.size(),
                      seconds);
      signature.expires_seconds = seconds;
    }
  }
  return signature;
}

Signature from_header(const http::Request& request, std::string_view authorization) {
  Signature signature;
  signature.time_text = request.header("X-Amz-Date");
  for (const std::string& part : split(authorization.substr(algorithm.size()), ',')) {
    const std::string_view parameter = trim(part);
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) {
      continue;
    }
    const std::string_view name = parameter.substr(0, equals);
    const std::string_view value = parameter.substr(equals + 1);
    if (name == "Credential") {
      set_credential(signature, value);
    } else if (name == "SignedHeaders") {
      signature.signed_headers = split(value, ';');
    } else if (name == "Signature") {
      signature.value = value;
    }
  }
  return signature;
}

}  // namespace

std::optional<Signature> read_signature(const http::Request& request) {
  const std::string_view authorization = request.header("Authorization");
  Signature signature;
  if (authorization.starts_with(algorithm)) {
    signature = from_header(request, authorization);
  } else if (authorization.empty() && !request.query().empty()) {
    signature = from_query(http::parse_query(request.query()));
  }
  const bool whole = !signature.access_key_id.empty() && !signature.value.empty() &&
                     !signature.signed_headers.empty();
  return whole ? std::optional(std::move(signature)) : std::nullopt;
}

std::string signature_value(const http::Request& request, const Signature& signature,
                            std::string_view secret) {
  const std::string scope = fmt::format("{}/{}/{}/{}", signature.date, signature.region,
                                        signature.service, signature.terminator);
  const std::string to_sign = fmt::format("{}\n{}\n{}\n{}", algorithm, signature.time_text, scope,
                                          hex(sha256(canonical_request(request, signature))));
  std::string key = fmt::format("AWS4{}", secret);
  for (const std::string_view part :
       {std::string_view(signature.date), std::string_view(signature.region),
        std::string_view(signature.service), std::string_view(signature.terminator)}) {
    key = hmac(key, part);
  }
  return hex(hmac(key, to_sign));
}

}  // namespace tombola::server
