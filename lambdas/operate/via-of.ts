/** How somebody asked, for the record: with the identity that AWS proved, in full. */
export const viaOf = (principal: string): string => `command line, ${principal}`;
