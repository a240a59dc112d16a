// What follows from the options for the parts that a service is made of.
#pragma once

#include <cstdint>
#include <string>

#include "http/listener.h"
#include "server/options.h"

namespace tombola::server {

int socket_threads(const Options& options);
int worker_threads(const Options& options);
http::ListenerOptions listener_options(const Options& options);

// "http://127.0.0.1:8000", by which those on this machine reach it.
std::string local_url(const Options& options, std::uint16_t port);

// Why functions cannot be given code through the API; empty when they can.
std::string remote_code_refusal(const Options& options);

// A key that nobody else knows.
std::string make_secret();

}  // namespace tombola::server
