/** Nothing to open here. Without this file Next finds the bank's own in the folder above and opens a bank. */
export function register(): void {}
