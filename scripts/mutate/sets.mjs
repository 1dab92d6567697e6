// What `./dev mutate NAME` changes, and which tests must notice. `files`: path, and the functions of it (all without).
// `killers`: tests of the build `check`, tried in this order until one fails.
import { loosenedRows } from './rules.mjs';

const decision = {
  test: 'unit_core',
  filter: 'Relations*:Access*:Grant*:AppendGrant*:Tickets*:RequestProof*:Sessions*',
};
const routes = {
  test: 'integration',
  filter: 'AccessMatrix.RoutesLetIn*:AccessMatrix.LockingToo:AccessMatrix.EndingASessionToo:AccessSocket.EachSide*',
};
const matrix = { test: 'integration', filter: 'AccessMatrix*' };
const sockets = { test: 'integration', filter: 'AccessSocket*:AccessCommand*-*Unproven*' };
const proofs = { test: 'integration', filter: 'AccessProof*' };
const clients = { test: 'integration', filter: 'NativeClient*' };
const acts = { test: 'integration', filter: 'AccessActs*:AccessProof.Nobody*:Floods.OneNetworkStarts*' };
// Slower than the others, and about much more.
const whole = { test: 'integration', filter: 'Restart*:FullDisk.Files*:Floods*:Hostile*' };
const unproven = { test: 'integration', filter: '*Unproven*' };

export const sets = {
  // The table of access, the decision over it, and every place that asks for it.
  access: {
    targets: ['unit_core', 'integration'],
    files: [
      { path: 'src/protocol/gen/routes.cc', rule: loosenedRows, killers: [routes, decision] },
      { path: 'src/core/access.cc', killers: [decision, matrix, sockets] },
      { path: 'src/core/tickets.cc', killers: [sockets, decision] },
      { path: 'src/core/request_proof.cc', killers: [proofs, decision] },
      { path: 'src/core/sessions.cc', functions: ['find', 'principal'], killers: [matrix, sockets, decision] },
      { path: 'src/server/router.cc', killers: [proofs, matrix, sockets] },
      {
        path: 'src/server/app.cc',
        functions: ['open_socket', 'call_api'],
        killers: [proofs, matrix, sockets, clients],
      },
      {
        path: 'src/server/hub.cc',
        functions: [
          'find_session',
          'restore_session',
          'authenticate',
          'attached',
          'end_sockets',
          'redeem',
          'open_desk',
          'set_available',
          'state_for',
        ],
        killers: [matrix, sockets, proofs, clients],
      },
      {
        path: 'src/server/hub_http.cc',
        functions: ['handle', 'on_site', 'session_end', 'conversation_list', 'conversation_start', 'act_submit'],
        killers: [matrix, sockets, clients, acts],
      },
      {
        path: 'src/server/conversation_host.cc',
        functions: [
          'load',
          'resource_of',
          'granted',
          'entries',
          'accept',
          'ticket',
          'attach',
          'append',
          'mark',
          'typing',
          'active',
        ],
        killers: [matrix, sockets, clients, whole],
      },
      {
        path: 'src/server/conversation_socket.cc',
        functions: ['on_text', 'prove', 'proven', 'command', 'on_binary', 'bad_command'],
        killers: [sockets, unproven, clients],
      },
      {
        path: 'src/server/desk_socket.cc',
        functions: ['on_text', 'prove', 'command', 'on_binary', 'bad_command'],
        killers: [sockets, unproven, clients],
      },
    ],
  },
};
