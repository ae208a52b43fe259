// What the theme's own script gives to ours.
declare const document$: { subscribe(seen: () => void): void };
declare function __md_get(key: string): unknown;
