#include "services/sns/topic_store.h"

#include "services/sns/sns_error.h"
#include "storage/layout.h"

namespace tombola::services::sns {
namespace {

namespace layout = storage::layout;
using storage::Direction;
using storage::KeyRange;

// Empty: no topic's, or no subscription's.
std::string topic_row_key(std::string_view arn) {
  const auto name = parse_topic_arn(arn);
  return name && name->subscription.empty() ? layout::topic_key(name->name_space, name->topic)
                                            : std::string();
}

std::string subscription_row_key(std::string_view arn) {
  const auto name = parse_topic_arn(arn);
  return name && !name->subscription.empty()
             ? layout::subscription_key(name->name_space, name->topic, name->subscription)
             : std::string();
}

// Puts what `edit` makes of the row in its place. False: there is none, or the key is empty.
bool change_row(storage::TransactionRunner& transactions, const std::string& key,
                const std::function<std::string(const std::string&)>& edit) {
  bool found = false;
  if (!key.empty()) {
    transactions.write(key, [&](storage::WriteTransaction& write) {
      const auto row = write.bytes().get_for_update(key);
      found = row.has_value();
      if (found) {
        write.bytes().put(key, edit(*row));
      }
    });
  }
  return found;
}

}  // namespace

std::optional<Topic> TopicStore::find(std::string_view arn) {
  const std::string key = topic_row_key(arn);
  std::optional<Topic> found;
  if (!key.empty()) {
    transactions_.read([&](storage::Transaction& transaction) {
      if (const auto row = transaction.get(key)) {
        found = topic_from_json(*row);
      }
    });
  }
  return found;
}

std::vector<Topic> TopicStore::list(const dynamodb::Namespace& name_space) {
  std::vector<Topic> topics;
  transactions_.read([&](storage::Transaction& transaction) {
    const auto range = KeyRange::with_prefix(layout::topic_prefix(name_space));
    for (const storage::Row& row : transaction.read(range, Direction::Forward, {}).rows) {
      topics.push_back(topic_from_json(row.value));
    }
  });
  return topics;
}

Topic TopicStore::create(const Topic& wanted) {
  const std::string key = layout::topic_key(wanted.name_space, wanted.name);
  Topic created;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto row = write.bytes().get_for_update(key);
    created = row ? topic_from_json(*row) : wanted;
    write.bytes().put(key, topic_to_json(created));
  });
  return created;
}

bool TopicStore::change(std::string_view arn, const std::function<void(Topic&)>& edit) {
  return change_row(transactions_, topic_row_key(arn), [&](const std::string& row) {
    Topic topic = topic_from_json(row);
    edit(topic);
    return topic_to_json(topic);
  });
}

void TopicStore::erase(std::string_view arn) {
  const auto name = parse_topic_arn(arn);
  const std::string key = topic_row_key(arn);
  if (key.empty()) {
    return;
  }
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    if (!write.bytes().get_for_update(key)) {
      return;
    }
    write.bytes().erase(key);
    const auto range =
        KeyRange::with_prefix(layout::subscription_prefix(name->name_space, name->topic));
    for (const storage::Row& row : write.bytes().read(range, Direction::Forward, {}).rows) {
      write.bytes().erase(row.key);
    }
  });
}

std::optional<Subscription> TopicStore::find_subscription(std::string_view arn) {
  const std::string key = subscription_row_key(arn);
  std::optional<Subscription> found;
  if (!key.empty()) {
    transactions_.read([&](storage::Transaction& transaction) {
      if (const auto row = transaction.get(key)) {
        found = subscription_from_json(*row);
      }
    });
  }
  return found;
}

std::vector<Subscription> TopicStore::read_subscriptions(storage::Transaction& transaction,
                                                         std::string_view prefix) {
  std::vector<Subscription> subscriptions;
  for (const storage::Row& row :
       transaction.read(KeyRange::with_prefix(prefix), Direction::Forward, {}).rows) {
    subscriptions.push_back(subscription_from_json(row.value));
  }
  return subscriptions;
}

std::vector<Subscription> TopicStore::subscriptions(const dynamodb::Namespace& name_space) {
  std::vector<Subscription> found;
  transactions_.read([&](storage::Transaction& transaction) {
    found = read_subscriptions(transaction, layout::subscription_prefix(name_space));
  });
  return found;
}

std::vector<Subscription> TopicStore::subscriptions_of(const Topic& topic) {
  std::vector<Subscription> found;
  transactions_.read([&](storage::Transaction& transaction) {
    found =
        read_subscriptions(transaction, layout::subscription_prefix(topic.name_space, topic.name));
  });
  return found;
}

// The topic's row is taken, so that it is not deleted meanwhile, and no other subscribes the same.
Subscription TopicStore::subscribe(const Subscription& wanted) {
  const auto name = parse_topic_arn(wanted.topic_arn);
  const std::string key = topic_row_key(wanted.topic_arn);
  if (key.empty()) {
    throw topic_does_not_exist();
  }
  Subscription subscribed;
  transactions_.write(key, [&](storage::WriteTransaction& write) {
    const auto topic = write.bytes().get_for_update(key);
    if (!topic) {
      throw topic_does_not_exist();
    }
    write.bytes().put(key, *topic);
    for (const Subscription& one : read_subscriptions(
             write.bytes(), layout::subscription_prefix(name->name_space, name->topic))) {
      if (one.protocol == wanted.protocol && one.endpoint == wanted.endpoint) {
        subscribed = one;
        return;
      }
    }
    subscribed = wanted;
    write.bytes().put(subscription_row_key(wanted.arn()), subscription_to_json(wanted));
  });
  return subscribed;
}

bool TopicStore::change_subscription(std::string_view arn,
                                     const std::function<void(Subscription&)>& edit) {
  return change_row(transactions_, subscription_row_key(arn), [&](const std::string& row) {
    Subscription subscription = subscription_from_json(row);
    edit(subscription);
    return subscription_to_json(subscription);
  });
}

void TopicStore::unsubscribe(std::string_view arn) {
  const std::string key = subscription_row_key(arn);
  if (!key.empty()) {
    transactions_.write(key, [&](storage::WriteTransaction& write) { write.bytes().erase(key); });
  }
}

}  // namespace tombola::services::sns
