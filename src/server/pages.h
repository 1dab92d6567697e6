// What browsers load: documents, scripts and styles, with the policies that keep them apart.
//
// Three hosts, three origins. The console's serves the desk and the conversation frame and nothing else; the chat's
// serves the loader and the widget; the shop's is the demo.
#pragma once

#include <optional>
#include <string>

#include "net/http_message.h"
#include "server/config.h"

namespace cloister::server {

/// What the demo shop's embed line carries; public.
struct EmbedLine {
  std::string site;
  /// Empty before the first member of staff is enrolled.
  std::string root;
};

/// The pages of one site. Immutable.
class Pages {
 public:
  Pages(const Config& config, const SiteHosts& hosts);

  /// The answer to a GET or HEAD of a document or asset; nullopt when this is none. Thread safe.
  std::optional<net::Response> find(const net::Request& request, const EmbedLine& embed) const;

 private:
  std::optional<net::Response> chat(const net::Request& request) const;
  std::optional<net::Response> console(const net::Request& request) const;
  std::optional<net::Response> shop(const net::Request& request, const EmbedLine& embed) const;

  SiteHosts hosts_;
  std::string chat_origin_;
  std::string widget_policy_;
  std::string window_policy_;
  std::string desk_policy_;
  std::string frame_policy_;
  std::string shop_policy_;
};

}  // namespace cloister::server
