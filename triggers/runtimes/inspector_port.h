// The port on which Node's inspector listens, for whoever debugs a function.
#pragma once

namespace tombola::triggers {

// Whether nobody listens there, on 127.0.0.1, now.
bool port_is_free(int port);

}  // namespace tombola::triggers
