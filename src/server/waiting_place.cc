#include "server/waiting_place.h"

#include "server/hub.h"

namespace cloister::server {

WaitingPlace::~WaitingPlace() {
  if (context_ == nullptr) return;
  context_->hub_loop().post([&context = *context_, site = site_, conversation = conversation_] {
    context.hub->free_place(site, conversation);
  });
}

}  // namespace cloister::server
