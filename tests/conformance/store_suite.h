// What every implementation of Store must do. Instantiate it with a bed (store_bed.h).
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <latch>
#include <semaphore>
#include <set>
#include <thread>

#include "store_bed.h"
#include "support/expect_error.h"

namespace cloister::store {

template <class Bed>
class StoreConformance : public testing::Test {
 protected:
  void SetUp() override {
    reopen();
    ASSERT_OK(store_->run(sample_site(site_)));
    ASSERT_OK(store_->run(sample_site(other_site_)));
  }

  void reopen(StoreLimits limits = {}, Deliver deliver = deliver_inline) {
    store_.reset();
    auto store = bed_.open(limits, std::move(deliver));
    ASSERT_OK(store);
    store_ = std::move(*store);
  }

  template <class T>
  T id() {
    return random_.make<T>();
  }

  ConversationId new_conversation() {
    const auto conversation = id<ConversationId>();
    EXPECT_OK(store_->run(sample_conversation(site_, conversation)));
    return conversation;
  }

  SessionRecord sample_session(TimeMs expires_ms = kThen + kHourMs) {
    SessionRecord out;
    out.site = site_;
    out.id_hash = id<Hash>();
    out.kind = SessionKind::staff;
    out.key = id<SignKey>();
    out.device = id<DeviceId>();
    out.owner = id<OwnerId>();
    out.created_ms = kThen;
    out.last_seen_ms = kThen;
    out.expires_ms = expires_ms;
    return out;
  }

  DeviceKeeping sample_device(const PersonId& person) {
    DeviceKeeping out;
    out.site = site_;
    out.device = id<DeviceId>();
    out.person = person;
    out.lock_share = Secret::copy_of(id<Hash>());
    out.created_ms = kThen;
    return out;
  }

  static MarkRecord sample_mark(const SiteId& site, const ConversationId& conversation, const Hash& sender,
                                std::uint64_t seq) {
    return {site, conversation, sender, protocol::MarkKind::read, seq, Bytes(140, static_cast<std::uint8_t>(seq))};
  }

  std::uint64_t last_seq(const ConversationId& conversation) {
    const auto record = store_->conversation(site_, conversation);
    EXPECT_OK(record);
    return record ? record->last_seq : 0;
  }

  void expect_entries(const ConversationId& conversation, std::uint64_t count) {
    std::uint64_t last = 0;
    EXPECT_TRUE(check_entries(*store_, site_, conversation, 0, last));
    EXPECT_EQ(last, count);
  }

  test::SeededRandom random_{42};
  SiteId site_ = id<SiteId>();
  SiteId other_site_ = id<SiteId>();
  Bed bed_;
  std::unique_ptr<Store> store_;
};

TYPED_TEST_SUITE_P(StoreConformance);

TYPED_TEST_P(StoreConformance, KeepsSites) {
  this->reopen();
  Store& store = *this->store_;
  const auto site = store.site(this->site_);
  ASSERT_OK(site);
  EXPECT_EQ(site->rp_id, "chat.example");
  EXPECT_TRUE(equal(site->log_key_seed.view(), Bytes(32, 0x5e)));
  EXPECT_EQ(site->support_team.value[0], 1);
  EXPECT_EQ(site->supervisors_team.value[0], 2);
  EXPECT_FALSE(site->first_link.has_value());
  EXPECT_EQ(site->created_ms, kThen);
  EXPECT_EQ(store.sites().value(), (std::vector{this->site_, this->other_site_}));
  EXPECT_ERROR(store.run(sample_site(this->site_)), duplicate);
  EXPECT_ERROR(store.site(this->template id<SiteId>()), not_found);
  EXPECT_ERROR(store.act_count(this->template id<SiteId>()), not_found);
}

TYPED_TEST_P(StoreConformance, UsesTheFirstLinkOnce) {
  Store& store = *this->store_;
  const auto link = this->template id<Hash>();
  ASSERT_OK(store.run(SetFirstLink{this->site_, this->template id<Hash>()}));
  ASSERT_OK(store.run(SetFirstLink{this->site_, link}));
  EXPECT_EQ(store.site(this->site_)->first_link, link);

  AppendActs acts;
  acts.site = this->site_;
  acts.acts = {Bytes(300, 1)};
  acts.uses_first_link = this->template id<Hash>();
  EXPECT_ERROR(store.run(std::move(acts)), already_enrolled);
  EXPECT_EQ(store.act_count(this->site_).value(), 0U);

  for (const bool first : {true, false}) {
    AppendActs again;
    again.site = this->site_;
    again.acts = {Bytes(300, 1)};
    again.uses_first_link = link;
    if (first) {
      EXPECT_OK(store.run(std::move(again)));
    } else {
      EXPECT_ERROR(store.run(std::move(again)), already_enrolled);
    }
  }
  EXPECT_FALSE(store.site(this->site_)->first_link.has_value());
  EXPECT_ERROR(store.run(SetFirstLink{this->site_, link}), already_enrolled);
  EXPECT_OK(store.run(SetFirstLink{this->other_site_, link}));
}

TYPED_TEST_P(StoreConformance, ComparesAndSetsActs) {
  const auto append = [this](std::uint64_t first, std::size_t count) {
    AppendActs acts;
    acts.site = this->site_;
    acts.first_seq = first;
    for (std::size_t i = 0; i < count; ++i) acts.acts.push_back(Bytes(100, static_cast<std::uint8_t>(first + i)));
    return this->store_->run(std::move(acts));
  };
  EXPECT_OK(append(0, 3));
  EXPECT_ERROR(append(0, 1), stale_roster);
  EXPECT_ERROR(append(4, 1), stale_roster);
  EXPECT_OK(append(3, 1));
  this->reopen();
  EXPECT_ERROR(append(3, 1), stale_roster);
  EXPECT_OK(append(4, 2));
  EXPECT_EQ(this->store_->act_count(this->site_).value(), 6U);
  EXPECT_EQ(this->store_->act_count(this->other_site_).value(), 0U);
  const auto acts = this->store_->acts(this->site_, 0, 100);
  ASSERT_OK(acts);
  ASSERT_EQ(acts->size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ((*acts)[i], Bytes(100, static_cast<std::uint8_t>(i)));
  EXPECT_EQ(this->store_->acts(this->site_, 2, 3).value(),
            (std::vector<Bytes>((*acts).begin() + 2, (*acts).begin() + 5)));
  EXPECT_TRUE(this->store_->acts(this->site_, 6, 3)->empty());
  EXPECT_TRUE(this->store_->acts(this->other_site_, 0, 3)->empty());
  AppendActs large;
  large.site = this->site_;
  large.first_seq = 6;
  large.acts = {Bytes(70001)};
  EXPECT_ERROR(this->store_->run(std::move(large)), too_large);
}

TYPED_TEST_P(StoreConformance, KeepsStaffTogetherWithTheirActs) {
  const auto person = this->template id<PersonId>();
  DeviceKeeping device = this->sample_device(person);
  const DeviceId device_id = device.device;
  const Bytes share = to_bytes(device.lock_share.view());
  const SessionRecord session = this->sample_session();
  AppendActs join;
  join.site = this->site_;
  join.acts = {Bytes(10, 1)};
  join.people = {{this->site_, person, "Ada Lovelace"}};
  join.devices.push_back(std::move(device));
  join.sessions = {session};
  ASSERT_OK(this->store_->run(std::move(join)));
  this->reopen();
  Store& store = *this->store_;
  EXPECT_EQ(store.person(this->site_, person)->name, "Ada Lovelace");
  EXPECT_EQ(store.people(this->site_)->size(), 1U);
  const auto kept = store.device(this->site_, device_id);
  ASSERT_OK(kept);
  EXPECT_EQ(kept->person, person);
  EXPECT_TRUE(equal(kept->lock_share.view(), share));
  EXPECT_OK(store.session(this->site_, session.id_hash));

  // Who exists already makes the whole of it fail.
  AppendActs again;
  again.site = this->site_;
  again.first_seq = 1;
  again.acts = {Bytes(10, 2)};
  again.people = {{this->site_, this->template id<PersonId>(), "New"}, {this->site_, person, "Ada again"}};
  EXPECT_ERROR(store.run(std::move(again)), duplicate);
  EXPECT_EQ(store.act_count(this->site_).value(), 1U);
  EXPECT_EQ(store.people(this->site_)->size(), 1U);

  // Nothing is seen from another site.
  EXPECT_ERROR(store.person(this->other_site_, person), not_found);
  EXPECT_ERROR(store.device(this->other_site_, device_id), not_found);
  EXPECT_ERROR(store.session(this->other_site_, session.id_hash), not_found);

  EXPECT_OK(store.run(PutPerson{{this->site_, person, "Ada King"}}));
  EXPECT_EQ(store.person(this->site_, person)->name, "Ada King");
  EXPECT_EQ(store.person(this->site_, person)->sign_count, 0U);
  EXPECT_OK(store.run(SetSignCount{this->site_, person, 9}));
  EXPECT_OK(store.run(SetSignCount{this->site_, person, 7}));
  EXPECT_EQ(store.person(this->site_, person)->sign_count, 9U) << "it does not go back";
  EXPECT_OK(store.run(PutPerson{{this->site_, person, "Ada King"}}));
  EXPECT_EQ(store.person(this->site_, person)->sign_count, 9U) << "nor with another name";
  EXPECT_EQ(store.people(this->site_)->front().sign_count, 9U);
  EXPECT_ERROR(store.run(SetSignCount{this->site_, this->template id<PersonId>(), 9}), not_found);
  EXPECT_ERROR(store.run(SetSignCount{this->other_site_, person, 9}), not_found);
  EXPECT_ERROR(store.run(PutPerson{{this->site_, person, std::string(201, 'x')}}), too_large);

  // A device that ends takes its sessions along, a person everything.
  const auto second = [&](const PersonId& owner) {
    DeviceKeeping made = this->sample_device(owner);
    const DeviceId made_id = made.device;
    EXPECT_OK(store.run(PutDevice{std::move(made)}));
    SessionRecord running = this->sample_session();
    running.device = made_id;
    running.owner = *OwnerId::from(owner);
    EXPECT_OK(store.run(StartSession{running}));
    return std::pair(made_id, running.id_hash);
  };
  const auto [ended, ended_session] = second(person);
  const auto [staying, staying_session] = second(person);
  AppendActs revoke;
  revoke.site = this->site_;
  revoke.first_seq = 1;
  revoke.acts = {Bytes(10, 3)};
  revoke.ended_devices = {ended};
  ASSERT_OK(store.run(std::move(revoke)));
  EXPECT_ERROR(store.device(this->site_, ended), not_found);
  EXPECT_ERROR(store.session(this->site_, ended_session), not_found);
  EXPECT_OK(store.device(this->site_, staying));
  EXPECT_OK(store.session(this->site_, staying_session));
  AppendActs remove;
  remove.site = this->site_;
  remove.first_seq = 2;
  remove.acts = {Bytes(10, 4)};
  remove.ended_people = {person};
  ASSERT_OK(store.run(std::move(remove)));
  EXPECT_ERROR(store.person(this->site_, person), not_found);
  EXPECT_ERROR(store.device(this->site_, device_id), not_found);
  EXPECT_ERROR(store.device(this->site_, staying), not_found);
  EXPECT_ERROR(store.session(this->site_, staying_session), not_found);
}

TYPED_TEST_P(StoreConformance, KeepsSessions) {
  const SessionRecord session = this->sample_session();
  ASSERT_OK(this->store_->run(StartSession{session}));
  EXPECT_ERROR(this->store_->run(StartSession{session}), duplicate);
  this->reopen();
  Store& store = *this->store_;
  const auto kept = store.session(this->site_, session.id_hash);
  ASSERT_OK(kept);
  EXPECT_EQ(kept->key, session.key);
  EXPECT_EQ(kept->kind, session.kind);
  EXPECT_EQ(kept->device, session.device);
  EXPECT_EQ(kept->owner, session.owner);
  EXPECT_EQ(kept->expires_ms, session.expires_ms);
  EXPECT_FALSE(kept->locked);

  const auto key = this->template id<SignKey>();
  EXPECT_OK(store.run(ChangeSession{this->site_, session.id_hash, true, kThen + 5, key}));
  EXPECT_TRUE(store.session(this->site_, session.id_hash)->locked);
  EXPECT_EQ(store.session(this->site_, session.id_hash)->key, key);
  EXPECT_EQ(store.session(this->site_, session.id_hash)->last_seen_ms, kThen + 5);
  EXPECT_ERROR(store.run(ChangeSession{this->other_site_, session.id_hash, false, kThen, {}}), not_found);
  EXPECT_ERROR(store.run(ChangeSession{this->site_, this->template id<Hash>(), false, kThen, {}}), not_found);

  // Seen at once, and kept when closed.
  store.note_session_seen(this->site_, session.id_hash, kThen + 9);
  store.note_session_seen(this->site_, session.id_hash, kThen + 8);
  EXPECT_EQ(store.session(this->site_, session.id_hash)->last_seen_ms, kThen + 9);
  this->reopen();
  EXPECT_EQ(this->store_->session(this->site_, session.id_hash)->last_seen_ms, kThen + 9);

  EXPECT_OK(this->store_->run(EndSessions{this->other_site_, {session.id_hash}}));
  EXPECT_OK(this->store_->session(this->site_, session.id_hash));
  EXPECT_OK(this->store_->run(EndSessions{this->site_, {session.id_hash, this->template id<Hash>()}}));
  EXPECT_ERROR(this->store_->session(this->site_, session.id_hash), not_found);
}

TYPED_TEST_P(StoreConformance, ListsAndExpiresSessions) {
  std::set<Hash> expected;
  for (int i = 0; i < 25; ++i) {
    const SessionRecord session = this->sample_session(kThen + i);
    EXPECT_OK(this->store_->run(StartSession{session}));
    if (i > 10) expected.insert(session.id_hash);
  }
  EXPECT_OK(this->store_->run(EndExpiredSessions{kThen + 10}));
  std::set<Hash> found;
  Hash after;
  for (;;) {
    const auto page = this->store_->sessions_after(after, 4);
    ASSERT_OK(page);
    for (const SessionRecord& session : *page) found.insert(session.id_hash);
    if (page->size() < 4) break;
    after = page->back().id_hash;
  }
  EXPECT_EQ(found, expected);
}

TYPED_TEST_P(StoreConformance, TellsTheCourseOfAConversation) {
  Store& store = *this->store_;
  const auto conversation = this->new_conversation();
  const auto record = store.conversation(this->site_, conversation);
  ASSERT_OK(record);
  EXPECT_EQ(record->status, ConversationStatus::waiting);
  EXPECT_EQ(record->site, this->site_);
  EXPECT_EQ(record->conversation, conversation);
  EXPECT_FALSE(record->assigned.has_value());
  EXPECT_EQ(record->last_seq, 3U);
  EXPECT_EQ(record->head, expected_entry(conversation, 3).head.head);
  EXPECT_EQ(record->created_ms, kThen);
  EXPECT_EQ(record->updated_ms, kThen + 3);
  EXPECT_ERROR(store.conversation(this->other_site_, conversation), not_found);
  EXPECT_ERROR(store.run(sample_conversation(this->site_, conversation)), duplicate);
  EXPECT_ERROR(store.run(sample_conversation(this->other_site_, conversation)), duplicate);
  EXPECT_ERROR(store.run(sample_conversation(this->template id<SiteId>(), this->template id<ConversationId>())),
               not_found);

  const auto person = this->template id<PersonId>();
  const auto listed = [&](const Result<std::vector<ConversationRecord>>& list) {
    EXPECT_OK(list);
    return list ? list->size() : 99;
  };
  EXPECT_EQ(listed(store.open_conversations(this->site_, {}, 10)), 1U);
  EXPECT_EQ(listed(store.open_conversations(this->other_site_, {}, 10)), 0U);
  AppendEntries accept = sample_append(this->site_, conversation, 4, 2);
  accept.status = ConversationStatus::assigned;
  accept.assigned = person;
  ASSERT_OK(store.run(std::move(accept)));
  const auto assigned = store.open_conversations(this->site_, {}, 10);
  ASSERT_EQ(listed(assigned), 1U) << "whoever it is assigned to";
  EXPECT_EQ(assigned->front().status, ConversationStatus::assigned);
  EXPECT_EQ(assigned->front().assigned, person);
  EXPECT_EQ(listed(store.open_conversations(this->other_site_, {}, 10)), 0U);

  ASSERT_OK(store.run(SetStatus{this->site_, conversation, ConversationStatus::closed, kThen + 77}));
  EXPECT_ERROR(store.run(SetStatus{this->other_site_, conversation, ConversationStatus::waiting, kThen}), not_found);
  this->reopen();
  const auto closed = this->store_->conversation(this->site_, conversation);
  ASSERT_OK(closed);
  EXPECT_EQ(closed->status, ConversationStatus::closed);
  EXPECT_EQ(closed->assigned, person);
  EXPECT_EQ(closed->updated_ms, kThen + 77);
  EXPECT_EQ(closed->last_seq, 5U);
  EXPECT_EQ(listed(this->store_->open_conversations(this->site_, {}, 10)), 0U);
}

TYPED_TEST_P(StoreConformance, ListsConversationsInOrder) {
  std::vector<ConversationId> made;
  for (int i = 0; i < 5; ++i) {
    auto create = sample_conversation(this->site_, this->template id<ConversationId>());
    create.customer_device.value.fill(9);
    made.push_back(create.conversation);
    ASSERT_OK(this->store_->run(std::move(create)));
  }
  const auto ids = [](const Result<std::vector<ConversationRecord>>& list) {
    EXPECT_OK(list);
    std::vector<ConversationId> out;
    for (const auto& record : *list) out.push_back(record.conversation);
    return out;
  };
  EXPECT_EQ(ids(this->store_->open_conversations(this->site_, {}, 10)), made);
  EXPECT_EQ(ids(this->store_->open_conversations(this->site_, {}, 2)), (std::vector{made[0], made[1]}));
  EXPECT_EQ(ids(this->store_->open_conversations(this->site_, made[1], 2)), (std::vector{made[2], made[3]}));
  ASSERT_OK(this->store_->run(SetStatus{this->site_, made[3], ConversationStatus::closed, kThen}));
  EXPECT_EQ(ids(this->store_->open_conversations(this->site_, made[3], 2)), (std::vector{made[4]}))
      << "the place of one that was closed meanwhile";
  EXPECT_EQ(ids(this->store_->open_conversations(this->site_, made[4], 2)), std::vector<ConversationId>());
  DeviceId device;
  device.value.fill(9);
  EXPECT_EQ(ids(this->store_->conversations_of_device(this->site_, device, 2)), (std::vector{made[4], made[3]}));
  EXPECT_TRUE(ids(this->store_->conversations_of_device(this->other_site_, device, 2)).empty());
}

TYPED_TEST_P(StoreConformance, AppendsInOrderWithoutGaps) {
  Store& store = *this->store_;
  const auto conversation = this->new_conversation();
  EXPECT_ERROR(store.run(sample_append(this->site_, conversation, 3)), stale_head);
  EXPECT_ERROR(store.run(sample_append(this->site_, conversation, 5)), stale_head);
  EXPECT_OK(store.run(sample_append(this->site_, conversation, 4)));
  EXPECT_ERROR(store.run(sample_append(this->site_, conversation, 4)), stale_head);
  EXPECT_OK(store.run(sample_append(this->site_, conversation, 5, kMaxEntriesPerAppend)));
  EXPECT_ERROR(store.run(sample_append(this->other_site_, conversation, 21)), not_found);
  EXPECT_ERROR(store.run(sample_append(this->site_, this->template id<ConversationId>(), 1)), not_found);
  this->expect_entries(conversation, 20);
  EXPECT_EQ(this->last_seq(conversation), 20U);

  EXPECT_ERROR(store.run(sample_append(this->site_, conversation, 21, 0)), malformed);
  EXPECT_ERROR(store.run(sample_append(this->site_, conversation, 21, kMaxEntriesPerAppend + 1)), too_large);
  AppendEntries large = sample_append(this->site_, conversation, 21);
  large.entries[0].body.resize(static_cast<std::size_t>(protocol::kMaxBodyBytes) + 1);
  EXPECT_ERROR(store.run(std::move(large)), too_large);
  this->reopen();
  this->expect_entries(conversation, 20);
  EXPECT_ERROR(this->store_->run(sample_append(this->site_, conversation, 20)), stale_head);
  EXPECT_OK(this->store_->run(sample_append(this->site_, conversation, 21)));
  this->expect_entries(conversation, 21);
}

TYPED_TEST_P(StoreConformance, ReadsPages) {
  const auto conversation = this->new_conversation();
  ASSERT_OK(this->store_->run(sample_append(this->site_, conversation, 4, 10)));
  const auto page = this->store_->entries_after(this->site_, conversation, 5, 4);
  ASSERT_OK(page);
  ASSERT_EQ(page->size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ((*page)[i], expected_entry(conversation, 6 + i));
  EXPECT_EQ(this->store_->entries_after(this->site_, conversation, 11, 4)->size(), 2U);
  EXPECT_TRUE(this->store_->entries_after(this->site_, conversation, 13, 4)->empty());
  EXPECT_TRUE(this->store_->entries_after(this->site_, conversation, UINT64_MAX, 4)->empty());
  EXPECT_TRUE(this->store_->entries_after(this->site_, conversation, 0, 0)->empty());
  EXPECT_ERROR(this->store_->entries_after(this->other_site_, conversation, 0, 4), not_found);
  EXPECT_ERROR(this->store_->entries_after(this->site_, this->template id<ConversationId>(), 0, 4), not_found);
}

TYPED_TEST_P(StoreConformance, FailsOneOperationOfABatchAlone) {
  // While the first completion holds the writer back, the rest becomes one batch.
  std::binary_semaphore go(0);
  std::latch ended(5);
  std::vector<std::size_t> batches;
  this->reopen({}, [&](std::vector<Completion>&& completions) {
    batches.push_back(completions.size());
    deliver_inline(std::move(completions));
    if (batches.size() == 1) go.acquire();
  });
  Store& store = *this->store_;
  const auto a = this->template id<ConversationId>();
  const auto b = this->template id<ConversationId>();
  std::vector<Status> results(5, fail(ErrorCode::internal));
  const auto submit = [&](std::size_t which, Operation operation) {
    EXPECT_OK(store.submit(std::move(operation), [&, which](Status status) {
      results[which] = std::move(status);
      ended.count_down();
    }));
  };
  submit(0, sample_conversation(this->site_, a));
  while (store.figures().operations == 0) std::this_thread::yield();
  submit(1, sample_append(this->site_, a, 4, 2));
  submit(2, sample_append(this->site_, a, 5, 3));
  submit(3, sample_conversation(this->site_, b));
  submit(4, sample_append(this->site_, a, 6));
  go.release();
  ended.wait();
  EXPECT_OK(results[0]);
  EXPECT_OK(results[1]);
  EXPECT_ERROR(results[2], stale_head);
  EXPECT_OK(results[3]);
  EXPECT_OK(results[4]);
  store.close();
  EXPECT_EQ(batches, (std::vector<std::size_t>{1, 4}));
  EXPECT_EQ(store.figures().commits, 2U);
  this->expect_entries(a, 6);
  this->expect_entries(b, 3);
}

TYPED_TEST_P(StoreConformance, DeliversInOrderWithLanes) {
  std::vector<std::uint32_t> lanes;
  std::vector<int> order;
  this->reopen({}, [&](std::vector<Completion>&& completions) {
    for (const Completion& completion : completions) lanes.push_back(completion.lane);
    deliver_inline(std::move(completions));
  });
  const auto conversation = this->template id<ConversationId>();
  ASSERT_OK(this->store_->submit(
      sample_conversation(this->site_, conversation), [&](const Status&) { order.push_back(0); }, 0));
  for (int i = 1; i < 50; ++i)
    ASSERT_OK(this->store_->submit(
        sample_append(this->site_, conversation, static_cast<std::uint64_t>(i) + 3),
        [&order, i](const Status& status) {
          EXPECT_OK(status);
          order.push_back(i);
        },
        static_cast<std::uint32_t>(i % 3)));
  ASSERT_OK(this->store_->submit(EndExpiredSessions{0}, nullptr, 7));
  this->store_->close();
  ASSERT_EQ(order.size(), 50U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  ASSERT_EQ(lanes.size(), 51U);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(lanes[i], i % 3);
  EXPECT_EQ(lanes.back(), 7U);
}

TYPED_TEST_P(StoreConformance, RefusesMoreThanTheQueueHolds) {
  std::binary_semaphore go(0);
  std::atomic<bool> first = true;
  StoreLimits limits;
  limits.queued_operations = 10;
  this->reopen(limits, [&](std::vector<Completion>&& completions) {
    deliver_inline(std::move(completions));
    if (first.exchange(false)) go.acquire();
  });
  Store& store = *this->store_;
  ASSERT_OK(store.submit(EndExpiredSessions{0}, nullptr));
  while (store.figures().operations == 0) std::this_thread::yield();
  std::atomic<int> done = 0;
  for (int i = 0; i < 10; ++i)
    EXPECT_OK(store.submit(sample_conversation(this->site_, this->template id<ConversationId>()),
                           [&](const Status& status) { done += status ? 1 : 0; }));
  EXPECT_ERROR(store.submit(EndExpiredSessions{0}, [](const Status&) { ADD_FAILURE(); }), limit_reached);
  EXPECT_EQ(store.figures().queued, 10U);
  go.release();
  store.close();
  EXPECT_EQ(done.load(), 10);
}

TYPED_TEST_P(StoreConformance, CloseEndsWhatIsQueued) {
  const auto conversation = this->new_conversation();
  int done = 0;
  for (std::uint64_t seq = 4; seq < 200; ++seq)
    ASSERT_OK(this->store_->submit(sample_append(this->site_, conversation, seq),
                                   [&](const Status& status) { done += status ? 1 : 0; }));
  this->store_->close();
  EXPECT_EQ(done, 196);
  EXPECT_ERROR(this->store_->submit(EndExpiredSessions{0}, nullptr), shutting_down);
  this->expect_entries(conversation, 199);
  this->reopen();
  this->expect_entries(conversation, 199);
}

TYPED_TEST_P(StoreConformance, FindsEntriesInEveryStateOfTheIndex) {
  StoreLimits limits;
  limits.unindexed_entries = 50;
  limits.indexed_conversations = 2;
  limits.batch_operations = 4;
  limits.checkpoint_bytes = 100'000;
  std::vector<std::pair<ConversationId, std::uint64_t>> conversations;
  for (int opening = 0; opening < 4; ++opening) {
    this->reopen(limits);
    for (int i = 0; i < 40; ++i) conversations.emplace_back(this->new_conversation(), 3);
    for (int i = 0; i < 1000; ++i) {
      // Some conversations are busy, most are not.
      auto& [conversation, last] =
          conversations[this->random_.below(this->random_.chance(50) ? 2 : conversations.size())];
      const std::size_t count = 1 + this->random_.below(3);
      ASSERT_OK(this->store_->submit(sample_append(this->site_, conversation, last + 1, count),
                                     [](const Status& status) { EXPECT_OK(status); }));
      last += count;
      if (i % 100 != 99) continue;
      ASSERT_OK(this->store_->run(EndExpiredSessions{0}));
      const auto& [one, count_of_one] = conversations[this->random_.below(conversations.size())];
      this->expect_entries(one, count_of_one);
    }
  }
  this->reopen(limits);
  for (const auto& [conversation, last] : conversations) {
    this->expect_entries(conversation, last);
    EXPECT_EQ(this->last_seq(conversation), last);
  }
}

TYPED_TEST_P(StoreConformance, KeepsTheLatestMarks) {
  const auto conversation = this->new_conversation();
  const auto a = this->template id<Hash>();
  const auto b = this->template id<Hash>();
  const auto note = [&](const Hash& sender, std::uint64_t seq) {
    this->store_->note_mark(this->sample_mark(this->site_, conversation, sender, seq));
  };
  const auto kept = [&] {
    auto marks = this->store_->marks(this->site_, conversation);
    EXPECT_OK(marks);
    std::map<Hash, std::uint64_t> out;
    for (const MarkRecord& mark : *marks) {
      EXPECT_EQ(mark, this->sample_mark(this->site_, conversation, mark.sender, mark.seq));
      out[mark.sender] = mark.seq;
    }
    return out;
  };
  this->store_->note_mark(this->sample_mark(this->other_site_, conversation, b, 99));
  note(a, 2);
  note(a, 3);
  note(a, 1);
  note(b, 1);
  this->store_->note_mark(this->sample_mark(this->site_, this->template id<ConversationId>(), a, 1));
  this->store_->note_mark(this->sample_mark(this->other_site_, conversation, a, 99));
  EXPECT_EQ(kept(), (std::map<Hash, std::uint64_t>{{a, 3}, {b, 1}}));
  this->reopen();
  EXPECT_EQ(kept(), (std::map<Hash, std::uint64_t>{{a, 3}, {b, 1}}));
  note(a, 2);
  note(b, 2);
  EXPECT_EQ(kept(), (std::map<Hash, std::uint64_t>{{a, 3}, {b, 2}}));
  this->reopen();
  EXPECT_EQ(kept(), (std::map<Hash, std::uint64_t>{{a, 3}, {b, 2}}));
  EXPECT_ERROR(this->store_->marks(this->other_site_, conversation), not_found);
}

TYPED_TEST_P(StoreConformance, WritesMarksWithoutBeingAsked) {
  const auto conversation = this->new_conversation();
  const std::uint64_t before = this->store_->figures().commits;
  this->store_->note_mark(this->sample_mark(this->site_, conversation, this->template id<Hash>(), 1));
  while (this->store_->figures().commits == before) std::this_thread::yield();
  EXPECT_EQ(this->store_->marks(this->site_, conversation)->size(), 1U);
}

TYPED_TEST_P(StoreConformance, KeepsABoundedNumberOfSecurityEvents) {
  StoreLimits limits;
  limits.audit_rows = 20;
  this->reopen(limits);
  const auto principal = this->template id<Hash>();
  for (int i = 0; i < 30; ++i) {
    AuditRecord record;
    record.site = i % 3 == 0 ? this->other_site_ : i % 3 == 1 ? this->site_ : SiteId{};
    record.time_ms = kThen + i;
    record.action = "conversation_accept";
    record.outcome = "granted";
    record.principal = principal;
    record.numbers = {i, -i, INT64_MIN};
    ASSERT_OK(this->store_->run(AppendAudit{{record}}));
  }
  std::size_t count = 0;
  for (const SiteId& site : {this->site_, this->other_site_, SiteId{}}) {
    std::uint64_t after = 0;
    for (;;) {
      const auto page = this->store_->audit_after(site, after, 2);
      ASSERT_OK(page);
      if (page->empty()) break;
      for (const AuditRecord& record : *page) {
        EXPECT_GT(record.id, after);
        after = record.id;
        const std::int64_t i = record.time_ms - kThen;
        EXPECT_GE(i, 10);
        EXPECT_EQ(record.site, site);
        EXPECT_EQ(record.action, "conversation_accept");
        EXPECT_EQ(record.outcome, "granted");
        EXPECT_EQ(record.principal, principal);
        EXPECT_EQ(record.numbers, (std::vector<std::int64_t>{i, -i, INT64_MIN}));
        ++count;
      }
    }
  }
  EXPECT_EQ(count, 20U);
  AuditRecord unknown;
  unknown.site = this->template id<SiteId>();
  EXPECT_ERROR(this->store_->run(AppendAudit{{AuditRecord{}, unknown}}), not_found);
  AuditRecord large;
  large.action = std::string(65, 'x');
  EXPECT_ERROR(this->store_->run(AppendAudit{{large}}), too_large);
}

TYPED_TEST_P(StoreConformance, CountsWhatWasNoticedInDrafts) {
  const auto one = this->new_conversation();
  const auto other = this->new_conversation();
  const auto person = this->template id<PersonId>();
  const auto count = [&](const ConversationId& conversation, std::optional<PersonId> who, std::uint8_t kind,
                         std::uint8_t outcome) {
    return this->store_->run(CountNoticed{this->site_, conversation, who, kind, outcome});
  };
  ASSERT_OK(count(one, person, 13, 1));
  ASSERT_OK(count(one, person, 13, 1));
  ASSERT_OK(count(other, person, 13, 1));
  ASSERT_OK(count(one, person, 64, 6));
  ASSERT_OK(count(one, this->template id<PersonId>(), 13, 1));
  ASSERT_OK(count(one, std::nullopt, 1, 1));
  EXPECT_ERROR(count(this->template id<ConversationId>(), person, 1, 1), not_found);
  EXPECT_ERROR(this->store_->run(CountNoticed{this->other_site_, one, person, 1, 1}), not_found);
  using Counts = std::vector<NoticedCount>;
  for (const bool again : {false, true}) {
    if (again) this->reopen();
    EXPECT_EQ(*this->store_->noticed_of(this->site_, person), (Counts{{13, 1, 3}, {64, 6, 1}}));
    EXPECT_EQ(*this->store_->noticed_in(this->site_, one), (Counts{{1, 1, 1}, {13, 1, 3}, {64, 6, 1}}));
    EXPECT_EQ(*this->store_->noticed_of(this->other_site_, person), Counts{});
    EXPECT_EQ(*this->store_->noticed_in(this->other_site_, one), Counts{});
  }
  ASSERT_OK(this->store_->run(EraseConversation{this->site_, one}));
  EXPECT_EQ(*this->store_->noticed_of(this->site_, person), (Counts{{13, 1, 1}})) << "they go with the conversation";
  EXPECT_ERROR(count(one, person, 13, 1), not_found);
}

TYPED_TEST_P(StoreConformance, ErasesBodiesForGood) {
  const auto erased = this->new_conversation();
  const auto other = this->new_conversation();
  EXPECT_ERROR(this->store_->run(EraseConversation{this->other_site_, erased}), not_found);
  ASSERT_OK(this->store_->run(EraseConversation{this->site_, erased}));
  for (const bool again : {false, true}) {
    if (again) this->reopen();
    const auto entries = this->store_->entries_after(this->site_, erased, 0, 10);
    ASSERT_OK(entries);
    ASSERT_EQ(entries->size(), 3U);
    for (const EntryRecord& entry : *entries) {
      EXPECT_EQ(entry.head, expected_entry(erased, entry.head.seq).head);
      EXPECT_TRUE(entry.body.empty());
    }
    EXPECT_ERROR(this->store_->run(sample_append(this->site_, erased, 4)), not_found);
    this->expect_entries(other, 3);
  }
  EXPECT_OK(this->store_->run(EraseConversation{this->site_, erased}));
  EXPECT_ERROR(this->store_->run(sample_conversation(this->site_, erased)), duplicate);
  EXPECT_TRUE(this->store_->entries_after(this->site_, erased, 0, 1)->at(0).body.empty());
}

TYPED_TEST_P(StoreConformance, ShowsToReadersWhatWasReportedAsDone) {
  StoreLimits limits;
  limits.unindexed_entries = 100;
  limits.checkpoint_bytes = 200'000;
  limits.readers = 2;
  this->reopen(limits);
  constexpr std::size_t kThreads = 3;
  constexpr std::uint64_t kEntries = 300;
  std::vector<ConversationId> conversations;
  for (std::size_t i = 0; i < kThreads; ++i) conversations.push_back(this->new_conversation());
  std::vector<std::atomic<std::uint64_t>> done(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (std::uint64_t seq = 4; seq <= kEntries; ++seq)
        EXPECT_OK(
            this->store_->submit(sample_append(this->site_, conversations[i], seq), [&, i, seq](const Status& status) {
              EXPECT_OK(status);
              done[i].store(seq);
            }));
    });
    threads.emplace_back([&, i] {
      std::uint64_t after = 0;
      while (after < kEntries) {
        const std::uint64_t at_least = done[i].load();
        const auto page = this->store_->entries_after(this->site_, conversations[i], after, 1000);
        ASSERT_OK(page);
        for (const EntryRecord& entry : *page) ASSERT_EQ(entry, expected_entry(conversations[i], ++after));
        EXPECT_GE(after, at_least);
        EXPECT_GE(this->last_seq(conversations[i]), at_least);
        this->store_->note_mark(
            this->sample_mark(this->site_, conversations[i], expected_entry(conversations[i], 3).head.hash, after));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const ConversationId& conversation : conversations) this->expect_entries(conversation, kEntries);
}

REGISTER_TYPED_TEST_SUITE_P(StoreConformance, KeepsSites, UsesTheFirstLinkOnce, ComparesAndSetsActs,
                            KeepsStaffTogetherWithTheirActs, KeepsSessions, ListsAndExpiresSessions,
                            TellsTheCourseOfAConversation, ListsConversationsInOrder, AppendsInOrderWithoutGaps,
                            ReadsPages, FailsOneOperationOfABatchAlone, DeliversInOrderWithLanes,
                            RefusesMoreThanTheQueueHolds, CloseEndsWhatIsQueued, FindsEntriesInEveryStateOfTheIndex,
                            KeepsTheLatestMarks, WritesMarksWithoutBeingAsked, KeepsABoundedNumberOfSecurityEvents,
                            CountsWhatWasNoticedInDrafts, ErasesBodiesForGood, ShowsToReadersWhatWasReportedAsDone);

}  // namespace cloister::store
