/** How to reach files of a repository of the Hugging Face Hub. */
export interface HuggingfaceOptions {
  /** `https://huggingface.co` */
  readonly hubUrl: string;
  readonly repoType: 'dataset' | 'model';
  /** `owner/name` */
  readonly repo: string;
  /** A branch, a tag or a commit. */
  readonly revision: string;
  /** Put before every key; empty or ends with `/`, does not begin with one. */
  readonly rootPrefix: string;
  /** Without it only public repositories are read. */
  readonly token?: string;
}

/** `hf://owner/name/prefix/` */
export function placeOf({ repo, rootPrefix }: HuggingfaceOptions): string {
  return `hf://${repo}/${rootPrefix}`;
}
