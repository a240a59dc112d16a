// What the benchmark asks of a server: the raffle's table, its entries, and calls one by one.
#pragma once

#include <cstdint>
#include <string>

#include "http/client.h"

namespace tombola::bench {

// An entry of some 200 bytes, as the raffle's API handler puts it.
std::string entry_json(int id);
// The entry's partition key.
std::string entry_id(int id);

// Bytes that run_load sends.
std::string put_request(int id);
std::string get_request(int id);
// BatchWriteItem of `count` entries.
std::string batch_request(int first_id, int count);

// With a stream of NEW_AND_OLD_IMAGES.
void create_table(std::uint16_t port, const std::string& name = "RaffleTable");

// One call of a JSON target or of a REST path; throws std::runtime_error on what is no success.
std::string call(http::Client& client, const std::string& target, const std::string& body);
std::string rest(http::Client& client, const std::string& method, const std::string& path,
                 const std::string& body = {});

}  // namespace tombola::bench
