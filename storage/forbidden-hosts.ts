import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { StagewireError } from '../errors/index.js';

/**
 * Addresses at which machines in clouds are told their credentials. Nobody keeps data files there, and whoever names
 * one as the host of a location wants the server's own rights.
 */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) FORBIDDEN.addAddress(address, 'ipv4');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
for (const address of ['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254']) FORBIDDEN.addAddress(address, 'ipv6');

/** 3902 for an address at which credentials are handed out; names are looked at when they are resolved, see {@link lookupAllowed}. */
export function refuseForbiddenHost(hostname: string): void {
  const family = isIP(hostname);
  if (family !== 0 && isForbidden(hostname, family)) throw forbidden(hostname);
}

type LookupCallback = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name as Node does by itself, and fails like {@link refuseForbiddenHost} if one of its addresses is forbidden. */
export function lookupAllowed(hostname: string, options: LookupOptions, callback: LookupCallback): void {
  lookup(hostname, options, (error: Error | null, address: string | LookupAddress[], family?: number) => {
    const addresses = typeof address === 'string' ? [{ address, family: family ?? isIP(address) }] : address;
    const found = error ? undefined : addresses.find((one) => isForbidden(one.address, one.family));
    callback(found ? forbidden(hostname) : error, address, family);
  });
}

function isForbidden(address: string, family: number): boolean {
  return FORBIDDEN.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

function forbidden(hostname: string): StagewireError {
  return new StagewireError('StorageUnsupported', `'${hostname}' is an address of the machine's own network, where no location may be`);
}
