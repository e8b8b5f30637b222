/** 角色, after the source's table of duties (C2); 联系干部 comes with the visits. */
export const roles = [
	...(['clerk', 'dispatcher', 'handler', 'head', 'supervisor'] as const),
	...(['lead-official', 'follow-up-caller', 'publication-reviewer', 'administrator', 'auditor'] as const)
] as const;
export type Role = (typeof roles)[number];

/** Roles that must prove a second factor (ASVS 6.3.3). */
export const rolesWithFactor: readonly Role[] = ['dispatcher', 'supervisor', 'administrator', 'auditor'];

/** Roles that may reveal a contact: granting one takes effect when a second person has confirmed. */
export const rolesThatReveal: readonly Role[] = ['dispatcher', 'handler', 'head', 'follow-up-caller'];

/** Pairs nobody may hold together: who makes accounts does not direct cases, who audits changes nothing. */
const incompatible: readonly (readonly [Role, Role])[] = [
	['administrator', 'dispatcher'],
	['administrator', 'auditor'],
	...roles.filter((role) => role !== 'auditor' && role !== 'administrator').map((role) => ['auditor', role] as const)
];

/** The first forbidden pair in a set of roles, or null. */
export function incompatiblePair(held: readonly Role[]): readonly [Role, Role] | null {
	return incompatible.find(([one, other]) => held.includes(one) && held.includes(other)) ?? null;
}
