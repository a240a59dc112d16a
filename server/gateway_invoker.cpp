#include "server/gateway_invoker.h"

#include <iterator>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "server/streamed_proxy_answer.h"

namespace tombola::server {
namespace {

// Between the function and the clock: whoever comes first answers.
class PendingAnswer {
 public:
  explicit PendingAnswer(http::Responder respond) : respond_(std::move(respond)) {}

  bool answer(http::Response response) {
    std::optional<http::Responder> respond;
    {
      const std::lock_guard lock(mutex_);
      respond.swap(respond_);
    }
    if (respond) {
      (*respond)(std::move(response));
    }
    return respond.has_value();
  }

  // The timer lives as long as somebody waits for the function.
  void keep(http::EventLoop::Timer timer) {
    const std::lock_guard lock(mutex_);
    timer_ = std::move(timer);
  }

 private:
  std::mutex mutex_;
  std::optional<http::Responder> respond_;
  http::EventLoop::Timer timer_;
};

}  // namespace

void GatewayInvoker::invoke(const triggers::FunctionRegistry::Entry& function, GatewayWork work,
                            http::Responder respond) const {
  if (work.streamed) {
    return stream(function, std::move(work), std::move(respond));
  }
  const auto pending = std::make_shared<PendingAnswer>(std::move(respond));
  // Whoever debugs a function takes their time.
  if (work.deadline && function.function.inspect_port == 0) {
    pending->keep(timers_.schedule(
        work.deadline->timeout, [weak = std::weak_ptr(pending), report = report_, what = work.what,
                                 answer = std::move(work.deadline->answer)] {
          const auto waiting = weak.lock();
          if (waiting && waiting->answer(answer)) {
            report(fmt::format("{}: answered {}, the function took too long", what, answer.status));
          }
        }));
  }
  function.runtime->invoke(
      std::move(work.invocation),
      [pending, report = report_, what = std::move(work.what), make = std::move(work.answer),
       added = std::move(work.added)](const triggers::InvokeResult& result) {
        // The runtime's thread has nobody who catches.
        try {
          ProxyAnswer answer = make(result);
          if (!answer.problem.empty()) {
            report(
                fmt::format("{}: answered {}, {}", what, answer.response.status, answer.problem));
          }
          answer.response.headers.insert(answer.response.headers.end(), added.begin(), added.end());
          pending->answer(std::move(answer.response));
        } catch (const std::exception& error) {
          report(fmt::format("{}: answered 500, {}", what, error.what()));
          pending->answer({500, {}, {}});
        }
      });
}

void GatewayInvoker::stream(const triggers::FunctionRegistry::Entry& function, GatewayWork work,
                            http::Responder respond) const {
  const auto answer = std::make_shared<StreamedProxyAnswer>(StreamedProxyAnswer::Parts{
      .wants_metadata = work.streamed->wants_metadata,
      .failure = std::move(work.streamed->failure),
      .added = std::move(work.added),
      .report = [report = report_, what = std::move(work.what)](
                    const std::string& problem) { report(what + ": " + problem); },
      .respond = std::move(respond)});
  const auto timer = std::make_shared<http::EventLoop::Timer>();
  if (work.deadline && function.function.inspect_port == 0) {
    *timer = timers_.schedule(work.deadline->timeout, [weak = std::weak_ptr(answer),
                                                       late = std::move(work.deadline->answer)] {
      if (const auto waiting = weak.lock()) {
        waiting->give_up(late, "the function took too long");
      }
    });
  }
  work.invocation.receiver = answer;
  function.runtime->invoke(
      std::move(work.invocation),
      [answer, timer](const triggers::InvokeResult& result) { answer->finish(result); });
}

}  // namespace tombola::server
