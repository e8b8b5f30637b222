import type { Component } from 'svelte';
import type { FormFailure } from '#lib/domain/form-failure.ts';
import type { PageData } from '../$types';

type Form = Component<{ data: PageData; form: Partial<FormFailure> | null }>;

/** The fields of an act's form, by the act's name in the address. */
export const forms: Partial<Record<PageData['act'], Form>> = {};
