// The archive holds its files as they are, without compression. A file is a local header and its
// bytes; after all files a central header for each, and an end record. All numbers little-endian.
#include "deploy/resources/inline_code.h"

#include <cstdint>
#include <vector>

#include "deploy/resources/resource_error.h"
#include "services/digest.h"

namespace tombola::deploy {
namespace {

// What custom resources of Node and Python are written against.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-lambda-function-code-cfnresponsemodule.html
constexpr std::string_view node_response = R"(exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';
exports.send = function (event, context, responseStatus, responseData, physicalResourceId, noEcho) {
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: 'See the details in CloudWatch Log Stream: ' + context.logStreamName,
    PhysicalResourceId: physicalResourceId || context.logStreamName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  const url = new URL(event.ResponseURL);
  const http = require(url.protocol === 'https:' ? 'https' : 'http');
  const request = http.request(url, {
    method: 'PUT',
    headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) },
  }, (response) => { response.resume(); context.done(); });
  request.on('error', (error) => context.done(error));
  request.end(body);
};
)";

constexpr std::string_view python_response = R"(import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    body = json.dumps({
        "Status": responseStatus,
        "Reason": reason or "See the details in CloudWatch Log Stream: " + context.log_stream_name,
        "PhysicalResourceId": physicalResourceId or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT",
                                     headers={"content-type": ""})
    urllib.request.urlopen(request).read()
)";

struct File {
  std::string name;
  std::string_view bytes;
};

class ZipWriter {
 public:
  std::string archive(const std::vector<File>& files) {
    for (const File& file : files) {
      add(file);
    }
    const std::size_t central_start = out_.size();
    out_ += central_;
    number(0x06054b50, 4);
    number(0, 4);  // this disk, and the one where the central headers start
    number(files.size(), 2);
    number(files.size(), 2);
    number(central_.size(), 4);
    number(central_start, 4);
    number(0, 2);
    return std::move(out_);
  }

 private:
  void number(std::uint64_t value, int bytes) { append(out_, value, bytes); }

  static void append(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
      out.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
    }
  }

  // From the version that is needed to the length of the extra field: the same in both headers.
  static std::string common(const File& file) {
    std::string header;
    append(header, 20, 2);
    append(header, 0, 4);           // flags and method: stored
    append(header, 0x00210000, 4);  // 1980-01-01
    const auto checksum = services::checksum("CRC32", file.bytes);
    for (auto byte = checksum->rbegin(); byte != checksum->rend(); ++byte) {
      header.push_back(*byte);
    }
    append(header, file.bytes.size(), 4);
    append(header, file.bytes.size(), 4);
    append(header, file.name.size(), 2);
    append(header, 0, 2);
    return header;
  }

  void add(const File& file) {
    const std::size_t offset = out_.size();
    number(0x04034b50, 4);
    out_.append(common(file)).append(file.name).append(file.bytes);
    append(central_, 0x02014b50, 4);
    append(central_, 0x0314, 2);  // made on Unix, so that the mode counts
    central_ += common(file);
    append(central_, 0, 6);  // comment, disk, internal attributes
    append(central_, 0100644U << 16, 4);
    append(central_, offset, 4);
    central_ += file.name;
  }

  std::string out_;
  std::string central_;
};

}  // namespace

std::string inline_code_zip(std::string_view source, std::string_view runtime) {
  if (runtime.starts_with("nodejs")) {
    return ZipWriter().archive(
        {{"index.js", source}, {"node_modules/cfn-response/index.js", node_response}});
  }
  if (runtime.starts_with("python")) {
    return ZipWriter().archive({{"index.py", source}, {"cfnresponse.py", python_response}});
  }
  throw ResourceError("ZipFile can only be used when Runtime is set to either of nodejs, python");
}

}  // namespace tombola::deploy
