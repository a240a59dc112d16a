#include "server/rest_request.h"

#include <algorithm>

#include "dynamodb/json/json_text.h"
#include "server/time_text.h"

namespace tombola::server {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(at + 1);
  }
}

std::vector<std::string_view> segments_of(std::string_view path) {
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  if (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return split(path, '/');
}

void append_name(std::string& members, std::string_view name) {
  if (!members.empty()) {
    members.push_back(',');
  }
  dynamodb::append_json_string(members, name);
  members.push_back(':');
}

}  // namespace

RestRequest RestRequest::parse(std::string_view text) {
  RestRequest request;
  const std::vector<std::string_view> words = split(text, ' ');
  request.method_ = words.at(0);
  const std::vector<std::string_view> target = split(words.at(1), '?');
  for (const std::string_view segment : segments_of(target[0])) {
    const bool is_member = segment.starts_with('{');
    request.path_.push_back(
        {std::string(is_member ? segment.substr(1, segment.size() - 2) : segment), is_member});
  }
  if (target.size() > 1) {
    for (const std::string_view member : split(target[1], '&')) {
      const std::vector<std::string_view> parts = split(member, '=');
      if (parts.size() > 2) {
        request.query_.push_back({std::string(parts[0]), QueryType::Value, std::string(parts[2])});
        continue;
      }
      const std::string_view type = parts.size() > 1 ? parts[1] : "";
      request.query_.push_back({std::string(parts[0]), type == "integer" ? QueryType::Integer
                                                       : type == "list"  ? QueryType::List
                                                                         : QueryType::Text});
    }
  }
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::vector<std::string_view> parts = split(words[i], ':');
    request.headers_.push_back({std::string(parts.at(0)), std::string(parts.at(1))});
  }
  return request;
}

std::optional<std::vector<std::string_view>> RestRequest::values_of(std::string_view path) const {
  const std::vector<std::string_view> segments = segments_of(path);
  if (segments.size() != path_.size()) {
    return std::nullopt;
  }
  std::vector<std::string_view> values;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (!path_[i].is_member) {
      if (segments[i] != path_[i].text) {
        return std::nullopt;
      }
    } else if (segments[i].empty()) {
      return std::nullopt;
    } else {
      values.push_back(segments[i]);
    }
  }
  return values;
}

bool RestRequest::wants_value() const {
  return std::any_of(query_.begin(), query_.end(),
                     [](const QueryMember& member) { return member.type == QueryType::Value; });
}

std::optional<std::string> RestRequest::match(const http::Request& request) const {
  if (request.method != method_) {
    return std::nullopt;
  }
  const auto values = values_of(request.path());
  if (!values) {
    return std::nullopt;
  }
  std::string members;
  std::size_t next_value = 0;
  for (const Segment& segment : path_) {
    if (segment.is_member) {
      append_name(members, segment.text);
      dynamodb::append_json_string(members, http::percent_decode((*values)[next_value++], false));
    }
  }
  const std::vector<http::QueryParameter> parameters = http::parse_query(request.query());
  for (const QueryMember& member : query_) {
    std::vector<std::string_view> given;
    for (const http::QueryParameter& parameter : parameters) {
      if (parameter.name == member.name) {
        given.push_back(parameter.value);
      }
    }
    if (member.type == QueryType::Value) {
      if (given.empty() || given[0] != member.value) {
        return std::nullopt;
      }
      continue;
    }
    if (given.empty()) {
      continue;
    }
    append_name(members, member.name);
    if (member.type == QueryType::List) {
      std::string list;
      for (const std::string_view value : given) {
        list += (list.empty() ? "" : ",") + dynamodb::json_string(value);
      }
      members += "[" + list + "]";
    } else if (const auto number = parse_whole_number(given[0]);
               member.type == QueryType::Integer && number) {
      members += std::to_string(*number);
    } else {
      dynamodb::append_json_string(members, given[0]);
    }
  }
  for (const HeaderMember& member : headers_) {
    if (http::has_header(request.headers, member.header)) {
      append_name(members, member.name);
      dynamodb::append_json_string(members, request.header(member.header));
    }
  }
  return members;
}

std::optional<std::string> with_body(std::string members, std::string_view body) {
  constexpr std::string_view white_space = " \t\r\n";
  const std::size_t start = body.find_first_not_of(white_space);
  if (start == std::string_view::npos) {
    return "{" + members + "}";
  }
  if (body[start] != '{') {
    return std::nullopt;
  }
  body.remove_prefix(start + 1);
  const std::size_t first = body.find_first_not_of(white_space);
  const bool is_empty = first != std::string_view::npos && body[first] == '}';
  std::string json = "{";
  json.reserve(members.size() + body.size() + 2);
  json.append(members).append(members.empty() || is_empty ? "" : ",").append(body);
  return json;
}

}  // namespace tombola::server
