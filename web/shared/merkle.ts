// Append-only Merkle tree (RFC 6962 section 2.1) that knows its root at every size it has had.
import type { Bytes } from './bytes';
import { sha256 } from './crypto/sha256';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export class MerkleTree {
  /** `levels[k][i]` is the root of the complete subtree of 2^k leaves that begins at leaf i·2^k. */
  private readonly levels: Bytes[][] = [[]];

  get size(): number {
    return this.levels[0]?.length ?? 0;
  }

  async append(leaf: Uint8Array): Promise<void> {
    let node = await sha256(LEAF, leaf);
    for (let k = 0; ; k++) {
      this.levels[k] ??= [];
      const level = this.levels[k] as Bytes[];
      level.push(node);
      if (level.length % 2 === 1) return;
      node = await sha256(NODE, level[level.length - 2] as Bytes, node);
    }
  }

  async root(size = this.size): Promise<Bytes> {
    let root: Bytes | undefined;
    for (let k = 0, rest = size; rest > 0; k++, rest >>>= 1) {
      if (rest % 2 === 0) continue;
      const node = this.levels[k]?.[rest - 1] as Bytes;
      root = root ? await sha256(NODE, node, root) : node;
    }
    return root ?? sha256(new Uint8Array());
  }

  clone(): MerkleTree {
    const copy = new MerkleTree();
    copy.levels.splice(0, 1, ...this.levels.map((level) => [...level]));
    return copy;
  }
}
