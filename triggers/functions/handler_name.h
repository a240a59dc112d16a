// What a handler's name means: index.handler, src/app.handler. Pure, but for looking which file is
// there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "triggers/function.h"

namespace tombola::triggers {

// By the name of a Lambda runtime; none for those that Tombola does not run (Java, Ruby, .NET).
std::optional<RuntimeKind> runtime_kind_of_name(std::string_view runtime);

struct HandlerName {
  std::string module;       // src/app: a path below the task root, without an ending
  std::string export_name;  // handler, or a.b
};

// As Lambda's runtimes take it apart: Node at the first dot behind the last slash, Python at the
// last dot. Without a dot the export is empty, which the runtime calls a bad handler.
HandlerName parse_handler_name(std::string_view handler, RuntimeKind kind);

// The same of code that runs in place, where a file of Node may have dots in its name that a package
// made of it has not (get-user.handler.ts): where the first dot leads to no file, the next one that does
// divides the name.
HandlerName find_handler_in_place(const std::string& task_root, std::string_view handler,
                                  RuntimeKind kind);

// The absolute path of the file that holds the handler; when there is none, the one that would have
// been first, so that the runtime can tell what it misses.
std::string find_handler_file(const std::string& task_root, const HandlerName& handler,
                              RuntimeKind kind);

}  // namespace tombola::triggers
