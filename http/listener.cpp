#include "http/listener.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <unordered_map>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <sys/socket.h>

#include "http/limits.h"
#include "http/listening_sockets.h"
#include "http/session.h"

namespace tombola::http {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::milliseconds;

Responder& Responder::operator=(Responder&& other) {
  Responder replaced(std::exchange(sink_, std::move(other.sink_)));  // answers 500 if uncalled
  return *this;
}

Responder::~Responder() {
  if (sink_) (*this)(Response{500, {}, {}});
}

void Responder::operator()(Response response) {
  if (const auto sink = std::exchange(sink_, nullptr)) sink->send(std::move(response));
}

// The acceptors and the open sessions. Where both mutexes are held, a session's was taken first.
class Listener::Impl final : public SessionHost, public std::enable_shared_from_this<Impl> {
 public:
  Impl(EventLoop& loop, Handler& handler, ListenerOptions options);

  void start();
  void stop(milliseconds grace);
  const std::vector<asio::ip::tcp::endpoint>& endpoints() const { return endpoints_; }

  Handler& handler() override { return handler_; }
  const ListenerOptions& options() const override { return options_; }
  bool stopping() const override { return stopping_; }
  std::int64_t deadline_after(milliseconds timeout) const override;
  void on_closed(Session& session) override;

 private:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
  struct Door {
    explicit Door(Acceptor opened) : acceptor(std::move(opened)) {}
    Acceptor acceptor;
    bool paused = false;  // out of descriptors: waits for one to be closed
  };
  using Sessions = std::vector<std::shared_ptr<Session>>;

  void accept_on(std::size_t door);
  void on_acceptable(std::size_t door);
  bool accept_one(Door& door, Sessions& accepted);
  void reopen_paused();
  void schedule_tick();
  void on_tick();
  Sessions open_sessions();

  EventLoop& loop_;
  Handler& handler_;
  const ListenerOptions options_;
  std::vector<asio::ip::tcp::endpoint> endpoints_;
  milliseconds tick_length_;
  std::atomic<std::int64_t> tick_{0};
  std::atomic<bool> stopping_{false};

  std::mutex mutex_;
  std::vector<Door> doors_;  // empty once stopping
  std::unordered_map<Session*, std::shared_ptr<Session>> sessions_;
  std::condition_variable all_closed_;
  EventLoop::Timer tick_timer_;
};

namespace {

// A quarter of the shortest timeout, so that none is late by much.
milliseconds tick_length_for(const ListenerOptions& options) {
  milliseconds length = limits::tick_max;
  for (const milliseconds timeout : {options.idle_timeout, options.read_timeout}) {
    if (timeout > milliseconds::zero()) length = std::min(length, timeout / 4);
  }
  return std::max(length, limits::tick_min);
}

// The client gave up while it waited in the queue, or its network did (accept(2)).
bool concerns_this_connection_only(int error_number) {
  switch (error_number) {
    case EINTR:
    case ECONNABORTED:
    case EPROTO:
    case EPERM:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTDOWN:
    case EHOSTUNREACH:
    case ENONET:
    case ENOPROTOOPT:
    case EOPNOTSUPP:
      return true;
    default:
      return false;
  }
}

}  // namespace

Listener::Impl::Impl(EventLoop& loop, Handler& handler, ListenerOptions options)
    : loop_(loop),
      handler_(handler),
      options_(std::move(options)),
      tick_length_(tick_length_for(options_)) {
  for (ListeningSocket& socket : open_listening_sockets(options_.addresses, options_.port)) {
    Acceptor acceptor(loop_.context());
    acceptor.assign(socket.endpoint.protocol(), socket.descriptor.get());
    socket.descriptor.release();
    endpoints_.push_back(socket.endpoint);
    doors_.emplace_back(std::move(acceptor));
  }
}

void Listener::Impl::start() {
  const std::lock_guard lock(mutex_);
  for (std::size_t door = 0; door < doors_.size(); ++door) accept_on(door);
  schedule_tick();
}

void Listener::Impl::accept_on(std::size_t door) {
  doors_[door].acceptor.async_wait(Acceptor::wait_read,
                                   [weak = weak_from_this(), door](error_code error) {
                                     const auto self = weak.lock();
                                     if (self && !error) self->on_acceptable(door);
                                   });
}

void Listener::Impl::on_acceptable(std::size_t door) {
  Sessions accepted;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    bool more = true;
    for (int i = 0; more && i < limits::accepts_per_turn_max; ++i) {
      more = accept_one(doors_[door], accepted);
    }
    if (!doors_[door].paused) accept_on(door);
  }
  for (const auto& session : accepted) session->start();
}

// False when there is nothing more to accept now. accept4 by hand, since Asio 1.81 leaves its
// sockets open across exec: a handler's process would keep the connection, and the port after our
// death.
bool Listener::Impl::accept_one(Door& door, Sessions& accepted) {
  asio::ip::tcp::endpoint peer;
  auto peer_size = static_cast<socklen_t>(peer.capacity());
  FileDescriptor descriptor(::accept4(door.acceptor.native_handle(), peer.data(), &peer_size,
                                      SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!descriptor.valid()) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
    if (concerns_this_connection_only(errno)) return true;
    // No descriptors or no memory. The queue stays readable, so waiting for that would spin.
    door.paused = true;
    return false;
  }
  if (sessions_.size() >= options_.connections_max) return true;
  peer.resize(peer_size);

  Socket socket(loop_.context());
  error_code error;
  socket.assign(peer.protocol(), descriptor.get(), error);
  if (error) return true;
  descriptor.release();
  socket.non_blocking(true, error);
  socket.set_option(asio::ip::tcp::no_delay(true), error);

  auto session = std::make_shared<Session>(*this, std::move(socket), peer.address().to_string());
  sessions_.emplace(session.get(), session);
  accepted.push_back(std::move(session));
  return true;
}

void Listener::Impl::reopen_paused() {
  for (std::size_t door = 0; door < doors_.size(); ++door) {
    if (std::exchange(doors_[door].paused, false)) accept_on(door);
  }
}

std::int64_t Listener::Impl::deadline_after(milliseconds timeout) const {
  if (timeout <= milliseconds::zero()) return 0;
  // Rounded up, and the tick under way does not count.
  return tick_.load(std::memory_order_relaxed) +
         (timeout + tick_length_ - milliseconds(1)) / tick_length_ + 1;
}

void Listener::Impl::on_closed(Session& session) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(&session);
  reopen_paused();
  if (sessions_.empty()) all_closed_.notify_all();
}

void Listener::Impl::schedule_tick() {
  tick_timer_ = loop_.schedule(tick_length_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->on_tick();
  });
}

void Listener::Impl::on_tick() {
  const std::int64_t tick = tick_.fetch_add(1, std::memory_order_relaxed) + 1;
  Sessions due;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, session] : sessions_) {
      if (session->is_due(tick)) due.push_back(session);
    }
    reopen_paused();
    if (!stopping_ || !sessions_.empty()) schedule_tick();
  }
  for (const auto& session : due) session->time_out(tick);
}

Listener::Impl::Sessions Listener::Impl::open_sessions() {
  const std::lock_guard lock(mutex_);
  Sessions sessions;
  for (const auto& [key, session] : sessions_) sessions.push_back(session);
  return sessions;
}

void Listener::Impl::stop(milliseconds grace) {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    doors_.clear();
  }
  for (const auto& session : open_sessions()) session->finish();
  if (!loop_.on_own_thread() && !loop_.context().stopped()) {
    std::unique_lock lock(mutex_);
    all_closed_.wait_for(lock, grace, [this] { return sessions_.empty(); });
  }
  for (const auto& session : open_sessions()) session->close_and_wait();
  const std::lock_guard lock(mutex_);
  tick_timer_.cancel();
}

Listener::Listener(EventLoop& loop, Handler& handler, ListenerOptions options)
    : impl_(std::make_shared<Impl>(loop, handler, std::move(options))) {}

Listener::~Listener() {
  impl_->stop(milliseconds::zero());
}

void Listener::start() {
  impl_->start();
}

void Listener::stop(milliseconds grace) {
  impl_->stop(grace);
}

std::uint16_t Listener::port() const {
  return impl_->endpoints().front().port();
}

std::vector<std::string> Listener::addresses() const {
  std::vector<std::string> addresses;
  for (const auto& endpoint : impl_->endpoints())
    addresses.push_back(endpoint.address().to_string());
  return addresses;
}

}  // namespace tombola::http
