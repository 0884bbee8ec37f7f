/** How to reach what a content identifier (CID) names in IPFS. */
export interface IpfsOptions {
  /** `https://ipfs.io` */
  readonly gatewayUrl: string;
  readonly cid: string;
  /** Put before every key; empty or ends with `/`, does not begin with one. */
  readonly rootPrefix: string;
}
