/** Who may hand us a case under a number of their own: 上级交办, 12345 转来, 信访, and others. */
export const externalSources = ['superior', '12345', 'petition-office', 'other'] as const;
export type ExternalSource = (typeof externalSources)[number];
