/** A schema with one of everything that the proofs know, small enough to look at every request one by one. */
export const smallSchema = `
entity Colour enum ["RED", "GREEN"];
entity Flag enum ["a", "b", "c"];
entity Person;
entity Thing;
type Asked = {
  colour: Colour,
  @range("0..3") level: Long,
  flags: Set<Flag>,
  hidden?: Bool,
  open: Bool,
};
action both;
action look in [both] appliesTo { principal: Person, resource: Thing, context: Asked };
action touch in [both] appliesTo { principal: Person, resource: Thing, context: Asked };
`;

export const small = (...policies: readonly string[]): Record<string, string> => ({
  'schema.cedarschema': smallSchema,
  'p.cedar': policies.map((text, i) => `@id("p${i}") @reason("R.") ${text}`).join('\n'),
});
