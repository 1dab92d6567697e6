#include <algorithm>
#include <cstddef>

#include "detect/analysis.h"
#include "detect/sorting.h"

namespace cloister::detect {
namespace {

// When two readings of the same text are equally sure, the one that says more wins.
int rank(const Candidate& c) {
  switch (c.type) {
    case Type::iban:
      return c.score + 12;
    case Type::email:
      return c.score + 10;
    case Type::api_key:
      return c.score + 9;
    case Type::credit_card:
      return c.score + 8;
    case Type::crypto_wallet:
      return c.score + 7;
    case Type::ip_address:
      return c.score + 5;
    case Type::us_ssn:
      return c.score + 4;
    case Type::national_id:
      return c.score + 4;
    case Type::card_expiry:
      return c.score + 2;
    case Type::passport:
      return c.score + 2;
    case Type::driving_licence:
      return c.score + 2;
    case Type::date_of_birth:
      return c.score + 3;
    case Type::password:
      return c.score + 1;
    case Type::phone:
      return c.score - 2;
    default:
      return c.score;
  }
}

bool is_better(const Candidate& x, const Candidate& y) {
  if (rank(x) != rank(y)) return rank(x) > rank(y);
  if (x.end - x.begin != y.end - y.begin) return x.end - x.begin > y.end - y.begin;
  if (x.begin != y.begin) return x.begin < y.begin;
  if (x.type != y.type) return x.type < y.type;
  return x.subtype < y.subtype;
}

bool starts_before(const Candidate& x, const Candidate& y) {
  return x.begin != y.begin ? x.begin < y.begin : is_better(x, y);
}

constexpr std::uint32_t kFree = 0xffffffff;

// Which finding covers each character of a stretch.
class Cover {
 public:
  Cover(std::uint32_t begin, std::uint32_t end) : begin_(begin) { owners_.resize(end - begin, kFree); }
  std::uint32_t first_owner(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t i = begin; i < end; ++i) {
      if (owners_[i - begin_] != kFree) return owners_[i - begin_];
    }
    return kFree;
  }
  void take(std::uint32_t begin, std::uint32_t end, std::uint32_t owner) {
    for (std::uint32_t i = begin; i < end; ++i) owners_[i - begin_] = owner;
  }

 private:
  std::uint32_t begin_;
  List<std::uint32_t> owners_;
};

// The rest of a card or an IBAN that lost only because something surer overlaps it would stay readable.
void cover_rest(Cover& cover, List<Candidate>& kept, std::uint32_t owner, const Candidate& lost) {
  Candidate& winner = kept[owner];
  if ((lost.type != Type::credit_card && lost.type != Type::iban) || lost.score < 80) return;
  if (lost.begin < winner.begin && cover.first_owner(lost.begin, winner.begin) == kFree) {
    cover.take(lost.begin, winner.begin, owner);
    winner.begin = lost.begin;
  }
  if (lost.end > winner.end && cover.first_owner(winner.end, lost.end) == kFree) {
    cover.take(winner.end, lost.end, owner);
    winner.end = lost.end;
  }
}

void resolve_cluster(List<Candidate>& cluster, std::uint32_t begin, std::uint32_t end, List<Candidate>& kept) {
  sort_by<is_better>(cluster);
  Cover cover(begin, end);
  for (const Candidate& candidate : cluster) {
    const std::uint32_t owner = cover.first_owner(candidate.begin, candidate.end);
    if (owner == kFree) {
      cover.take(candidate.begin, candidate.end, static_cast<std::uint32_t>(kept.size()));
      kept.push_back(candidate);
    } else {
      cover_rest(cover, kept, owner, candidate);
    }
  }
}

}  // namespace

void resolve(Analysis& a) {
  List<Candidate>& found = a.found;
  if (found.size() < 2) return;
  sort_by<starts_before>(found);
  List<Candidate> kept;
  List<Candidate> cluster;
  for (std::size_t i = 0; i < found.size();) {
    const std::uint32_t begin = found[i].begin;
    std::uint32_t end = found[i].end;
    cluster.clear();
    for (; i < found.size() && (cluster.empty() || found[i].begin < end); ++i) {
      end = std::max(end, found[i].end);
      cluster.push_back(found[i]);
    }
    if (cluster.size() == 1)
      kept.push_back(cluster[0]);
    else
      resolve_cluster(cluster, begin, end, kept);
  }
  sort_by<starts_before>(kept);
  found.swap(kept);
}

}  // namespace cloister::detect
