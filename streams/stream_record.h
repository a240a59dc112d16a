// A change as its readers see it: a record of the Streams API, or of a Lambda event.
#pragma once

#include <string>

#include "storage/catalog.h"
#include "storage/change_log.h"

namespace tombola::streams {

// SizeBytes: of the keys and of those images that the view shows.
std::size_t size_bytes(const dynamodb::ChangeRecord& record, dynamodb::StreamViewType view);

// For GetRecords: ApproximateCreationDateTime in whole epoch seconds, no eventSourceARN.
void append_api_record(std::string& out, const storage::LoggedChange& change,
                       const storage::StreamEntry& stream);

// About what append_api_record() adds, rather more: for who makes room beforehand.
std::size_t api_record_bytes(const storage::LoggedChange& change);

// For a Lambda event: the fields in the order that AWS writes them, eventSourceARN last.
void append_lambda_record(std::string& out, const storage::LoggedChange& change,
                          const storage::StreamEntry& stream);

}  // namespace tombola::streams
