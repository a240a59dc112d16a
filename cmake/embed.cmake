# Writes OUTPUT, a header with the text of INPUT: embedded::node_bootstrap_mjs for node_bootstrap.mjs.
file(READ ${INPUT} text)
get_filename_component(name ${INPUT} NAME)
string(MAKE_C_IDENTIFIER ${name} identifier)
file(WRITE ${OUTPUT} "#pragma once\n#include <string_view>\nnamespace tombola::embedded {\ninline constexpr std::string_view ${identifier} = R\"~~~~(${text})~~~~\";\n}\n")
