// Team keys: shares for each member device, the chain to older generations, and new generations (docs/protocol.md
// section 3).
import { type Bytes, equal, toHex } from './bytes';
import { concat, encode, integer, label } from './codec';
import { hpkeOpen, hpkeSeal } from './crypto/hpke';
import { exportKemScalar, generateKemKeys, importKemKeys, publicKemKey } from './crypto/p256';
import type { Device, TeamKeys } from './device';
import { ActKind, type SealedShare, SUITE_P256_AES256GCM, TeamKeyBody } from './gen/wire';
import type { Roster, Team, TeamKey } from './roster';

const none = new Uint8Array();

const teamInfo = (name: string, site: Uint8Array, team: Uint8Array, generation: number): Bytes =>
  concat(label(name), integer(SUITE_P256_AES256GCM, 2), site, team, integer(generation, 4));
export const shareInfo = (site: Uint8Array, team: Uint8Array, generation: number, device: Uint8Array): Bytes =>
  concat(teamInfo('team-share', site, team, generation), device);
export const previousInfo = (site: Uint8Array, team: Uint8Array, generation: number): Bytes =>
  teamInfo('team-previous', site, team, generation);

export interface Member {
  id: Uint8Array;
  kemKey: Uint8Array;
}
export interface NewGeneration {
  site: Uint8Array;
  team: Uint8Array;
  generation: number;
  /** Sorted by device id. */
  members: Member[];
  /** Private half of the generation before, and wiped here; undefined for generation 1. */
  previous: Bytes | undefined;
  /** For shared vectors only. */
  fixed?: { keys: CryptoKeyPair; ephemeral: CryptoKeyPair[] };
}

/** Body of the act that makes a new generation. */
export async function makeTeamKey(input: NewGeneration): Promise<Bytes> {
  const { site, team, generation, fixed } = input;
  const keys = fixed?.keys ?? (await generateKemKeys(true));
  const kemKey = await publicKemKey(keys);
  const scalar = await exportKemScalar(keys.privateKey);
  const shares: SealedShare[] = [];
  for (const [i, member] of input.members.entries()) {
    const sealed = await hpkeSeal(
      member.kemKey,
      shareInfo(site, team, generation, member.id),
      none,
      scalar,
      fixed?.ephemeral[i],
    );
    shares.push({ device: member.id, sealed });
  }
  const previous = input.previous
    ? await hpkeSeal(
        kemKey,
        previousInfo(site, team, generation),
        none,
        input.previous,
        fixed?.ephemeral[shares.length],
      )
    : none;
  scalar.fill(0);
  input.previous?.fill(0);
  return encode(TeamKeyBody, { team, generation, kem_key: kemKey, previous, shares });
}

/** Opens shares with a device, and walks back to older generations. */
export class DeviceTeamKeys implements TeamKeys {
  /** By the hash of the act, hex. */
  private readonly opened = new Map<string, CryptoKeyPair>();

  constructor(
    private readonly device: Device,
    private readonly roster: () => Roster,
  ) {}

  async get(id: Uint8Array): Promise<CryptoKeyPair | undefined> {
    const known = this.opened.get(toHex(id));
    if (known) return known;
    const found = this.roster().teamKeyById(id);
    if (!found) return undefined;
    // The nearest generation that has a share for this device, or was opened before; then back, one by one.
    const generations = this.roster().teamKeys[found.team];
    for (let i = found.key.body.generation - 1; i < generations.length; i++) {
      let key = generations[i] as TeamKey;
      let keys = this.opened.get(toHex(key.id)) ?? (await this.open(key, await this.share(key)));
      for (let j = i - 1; keys && j >= found.key.body.generation - 1; j--) {
        // The one before was lost; this one stands by itself.
        if (key.body.previous.length === 0) return undefined;
        const scalar = await hpkeOpen(
          keys,
          previousInfo(this.roster().pin.site, key.body.team, key.body.generation),
          none,
          key.body.previous,
        );
        key = generations[j] as TeamKey;
        keys = await this.open(key, scalar);
      }
      if (keys) return keys;
    }
    return undefined;
  }

  /** Body of a new generation when the devices of the team are not those that hold shares, and this device can make it. */
  async renew(team: Team): Promise<{ kind: number; body: Bytes } | undefined> {
    const roster = this.roster();
    const view = roster.now;
    const latest = view.teamKey(team);
    const devices = view.teamDevices(team);
    if (!latest || !devices.some((device) => equal(device.id, this.device.id))) return undefined;
    const { shares } = latest.body;
    if (shares.length === devices.length && shares.every((share, i) => equal(share.device, devices[i]?.id ?? none)))
      return undefined;
    const previous = view.teamKeyLost(team) ? undefined : await this.share(latest);
    if (!previous && !view.teamKeyLost(team)) return undefined;
    const members = devices.map((device) => ({ id: device.id, kemKey: device.record.kem_key }));
    const generation = latest.body.generation + 1;
    return {
      kind: ActKind.team_key,
      body: await makeTeamKey({ site: roster.pin.site, team: latest.body.team, generation, members, previous }),
    };
  }

  forget(): void {
    this.opened.clear();
  }

  /** The scalar of a generation that has a share for this device. */
  private async share(key: TeamKey): Promise<Bytes | undefined> {
    const { team, generation, shares } = key.body;
    const own = shares.find((share) => equal(share.device, this.device.id));
    return (
      own &&
      hpkeOpen(
        this.device.keys.kem,
        shareInfo(this.roster().pin.site, team, generation, this.device.id),
        none,
        own.sealed,
      )
    );
  }

  private async open(key: TeamKey, scalar: Bytes | undefined): Promise<CryptoKeyPair | undefined> {
    if (!scalar) return undefined;
    const keys = await importKemKeys(scalar, key.body.kem_key);
    scalar.fill(0);
    this.opened.set(toHex(key.id), keys);
    return keys;
  }
}
