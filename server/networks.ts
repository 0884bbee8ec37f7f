import { BlockList, isIP } from 'node:net';

/** `10.0.0.0/8`, `fd00::/8`, or an address alone; null for anything else. */
function parse(network: string): { address: string; prefix: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', length, ...more] = network.split('/');
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  if (version === 0 || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const prefix = length === undefined ? longest : Number(length);
  return prefix > longest ? null : { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

export function isNetwork(text: string): boolean {
  return parse(text) !== null;
}

/** A set of networks, each an address or a CIDR for which {@link isNetwork} holds. */
export class Networks {
  readonly isEmpty: boolean;
  private readonly list = new BlockList();

  constructor(networks: readonly string[]) {
    this.isEmpty = networks.length === 0;
    for (const network of networks) {
      const parsed = parse(network);
      if (parsed !== null) this.list.addSubnet(parsed.address, parsed.prefix, parsed.family);
    }
  }

  /** Whether an address is in one of them; an IPv4 address inside IPv6 counts as IPv4. */
  has(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && this.list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  }
}
