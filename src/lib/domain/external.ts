/** Who may hand us a case under a number of their own: 上级交办, 12345 转来, 信访, and others. */
export const externalSources = ['superior', '12345', 'petition-office', 'other'] as const;
/** `register`: the number a case had in the office's own former register. */
export type ExternalSource = (typeof externalSources)[number] | 'register';

export const externalNumberLimits = [2, 40] as const;

/** Their number as it is kept and looked for: without regard to case, spaces and full-width forms. */
export function plainExternalNumber(text: string): string {
	return text.normalize('NFKC').toUpperCase().replace(/\s/gu, '');
}
