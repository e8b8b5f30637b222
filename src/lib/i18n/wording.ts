/** The same keys with other words: zh-CN is the law, every other language must satisfy it. */
export type Wording<T> = { [Key in keyof T]: T[Key] extends string ? string : Wording<T[Key]> };
