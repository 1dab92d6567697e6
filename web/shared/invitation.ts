// Fragments of enrolment links: what must not reach a server travels behind the `#` (docs/protocol.md section 3).

import { fromBase64url, toBase64url } from './base64url';
import type { Bytes } from './bytes';
import { concat } from './codec';
import { CloisterError } from './errors';

/** `first.` link secret. */
export interface FirstLink {
  kind: 'first';
  link: Bytes;
}
/** `join.` site ‖ root fingerprint ‖ act hash of the invitation ‖ seed of the invitation key. */
export interface JoinLink {
  kind: 'join';
  site: Bytes;
  root: Bytes;
  invite: Bytes;
  seed: Bytes;
}

/**
 * `device.` site ‖ root fingerprint ‖ person ‖ their name in UTF-8: no secret; it brings to a new browser what that must not
 * take from a server.
 */
export interface DeviceLink {
  kind: 'device';
  site: Bytes;
  root: Bytes;
  person: Bytes;
  name: string;
}

export const deviceFragment = (link: {
  site: Uint8Array;
  root: Uint8Array;
  person: Uint8Array;
  name: string;
}): string => `device.${toBase64url(concat(link.site, link.root, link.person, new TextEncoder().encode(link.name)))}`;

export const invitationFragment = (link: {
  site: Uint8Array;
  root: Uint8Array;
  invite: Uint8Array;
  seed: Uint8Array;
}): string => `join.${toBase64url(concat(link.site, link.root, link.invite, link.seed))}`;

/** With or without the `#`. Throws `malformed`. */
export function parseEnrolFragment(fragment: string): FirstLink | JoinLink | DeviceLink {
  const [kind, encoded] = fragment.replace(/^#/, '').split('.');
  const data = fromBase64url(encoded ?? '');
  if (kind === 'first' && data?.length === 32) return { kind, link: data };
  if (kind === 'device' && data && data.length > 64) {
    const name = new TextDecoder().decode(data.subarray(64));
    return { kind, site: data.slice(0, 16), root: data.slice(16, 48), person: data.slice(48, 64), name };
  }
  if (kind !== 'join' || data?.length !== 112) throw new CloisterError('malformed');
  return { kind, site: data.slice(0, 16), root: data.slice(16, 48), invite: data.slice(48, 80), seed: data.slice(80) };
}
