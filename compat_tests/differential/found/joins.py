"""Rows and columns of several frames, put together."""

FOUND = {
    "a merge to which pandas adds a key": """
df = pd.DataFrame({0: pd.array(['a'], dtype='str'), 1: np.array([1], 'M8[s]')})
df.columns = ['index', 0]
other = pd.DataFrame({'index': np.array([1], 'M8[s]')})
v1 = other.merge(df, left_on='index', right_on=0)
""",
    "a key that names a level of the index, too": """
df = pd.DataFrame({'a': pd.array(['x'], dtype='str')}, index=pd.Index(['y'], name='a'))
v1 = df.merge(df, left_on='a', right_on='a')
""",
    "ranges that are put together": """
df = pd.DataFrame({'b': pd.array(['x', 'x', 'y', 'z'], dtype='str')})
v1 = df[df['b'] == 'q']
v2 = pd.concat([v1])
v3 = pd.concat([df[df['b'] == 'x'], df[df['b'] == 'y']])
v4 = pd.concat([df[df['b'] == 'x'], df[df['b'] == 'z']])
v5 = v4[v4['b'] == 'x']
v6 = pd.concat([df[df['b'] == 'y'], df[df['b'] == 'z'], v1])
""",
    "round of numbers that the engine does not hold": """
df = pd.DataFrame({'a': pd.array([0.25, 1.75], dtype='Float64'), 'b': [0.25, 1.75]})
v1 = df.round()
v2 = pd.merge(df, df, on='b').round()
""",
    "where a range of no rows starts": """
df = pd.DataFrame({'a': [1, 2, 3]})
v1 = df.merge(df)
v2 = v1[5:7]
v3 = v1[2:][4:]
v4 = v3[v3['a'] > 3]
v5 = v2[v2['a'] > 3].iloc[3:]
v6 = v1[v1['a'] > 1][4:6]
v7 = df[df['a'] > 1][4:6]
v8 = df[2:1]
v9 = v1[v1['a'] > 1][2:1]
v10 = df.head(0)['a']
v11 = v10[v10 > 1]
""",
    "computed frames keep the index that others have": """
df = pd.DataFrame({'a': [1, 2], 'b': [3, 4]}, index=pd.Index([5, 6], name='i'))
v1 = df.merge(df)
v2 = v1 + v1
v3 = v2 > 3
v3.index.name = 'u'
v4 = v2.iloc[:1].reset_index()
v1['n'] = 1
v1.index.name = 't'
v5 = v3.reset_index()
v6 = v1.sort_values('a').reset_index()
""",
    "a merge of no rows keeps the name of the labels": """
df = pd.DataFrame({'a': [1.0]})
df.columns.name = 'cn'
other = pd.DataFrame({'a': [1.0, 2.0]})
v1 = df.merge(other, left_on='a', right_on='a')
v2 = df.head(0).merge(other.head(0), on='a')
v3 = other.merge(df, on='a')
""",
    "keys of an outer merge whose labels are no strings": """
df = pd.DataFrame({1: pd.array(['a'], dtype='str')})
other = pd.DataFrame({'a': pd.array([], dtype='str')})
v1 = other.merge(df, left_on='a', right_on=1, how='outer')
""",
    "a merge on keys that do not compare, of no rows": """
df = pd.DataFrame({'b': np.array([], 'int64'), 'd': np.array([], 'float64')})
other = pd.DataFrame({'b': np.array([0], 'm8[us]'), 'd': np.array([0.0], 'float64')})
v1 = pd.merge(df, other, on=['b'])
""",
    "names are compared as pandas compares them": """
df = pd.DataFrame({'a': [1.0]})
v1 = df['a'].rename(np.nan)
v2 = pd.concat([v1, v1])
v3 = pd.concat([v1])
""",
    "a right join shows the left's zero where there is one": """
df = pd.DataFrame({'a': np.array([-0.0, 0.0], 'float64')})
v1 = df.merge(df, on='a', how='right')
v2 = df.merge(df, on='a', how='outer')
""",
    "concat of one object has its index": """
df = pd.DataFrame({'a': [1, 2]})
v1 = df[df['a'] > 0]
v2 = pd.concat([v1])
v1.index.name = 'q'
""",
    "the largest by several columns have a range only if ties are settled in its order": """
df = pd.DataFrame({'a': [0, 1, 2, 0], 'b': [0, 1, 2, 0]})
v1 = df.nlargest(3, ['a', 'b'])
v2 = pd.concat([df['a'], df['a']], axis=1, ignore_index=True)
v3 = v2.nlargest(3, [0, 1])
""",
    "numbers that follow a range": """
df = pd.DataFrame({'a': [1.0, 2.0]}, index=pd.Index([2, 3], dtype='int64'))
df2 = pd.DataFrame({'a': [3.0, 4.0]})
v1 = pd.concat([df2, df])
v2 = pd.concat([df, df2])
v3 = pd.concat([df2, df2[:0], df[:0]])
v4 = pd.concat([df2['a'], df['a'][1:]])
v5 = pd.concat([df2[:0], df[:0]])
""",
    "two keys that are one column": """
df = pd.DataFrame({1: [-np.inf, np.nan]})
v1 = pd.concat({'x': df, 'y': df}, ignore_index=True, axis=1)
v2 = v1.sort_values([0, 1], na_position='first')
v3 = v1.sort_values([0, 1])
""",
    "objects of no rows lie side by side": """
df = pd.DataFrame({'a': np.array([True, True], 'bool'), 'b': np.array([1.0, 0.0], 'float64')})
other = pd.DataFrame({'c': pd.array([], dtype='Float64')})
v6 = df.pivot(columns='b', values='a')
v7 = other.merge(v6, left_on='c', right_on=1.0)
v12 = v7.loc[(v7['c'] <= pd.NA)]
v13 = v12.loc[lambda d: v12[1.0] == v12[0.0]]
v14 = v13.loc[(v13[1.0] <= 1)]
""",
    "columns in common that are there twice": """
df = pd.DataFrame({0: np.array([], 'int8'), 1: np.array([], 'int64')})
df.columns = ['c', 'c']
v5 = df < df
v6 = v5.rename(columns={})
v8 = pd.concat((v6, v5), join='inner')
v9 = pd.concat((v6, v5))
""",
    "column labels are known by the index that they are a view of": """
df = pd.DataFrame({'a': np.array([], 'float64')})
other = pd.DataFrame({('x', 'c'): np.array([], 'float64')})
v6 = df.astype({})
v7 = pd.concat([v6.head(), other, v6], join='inner')
v8 = df.astype({'a': 'float32'}).drop_duplicates()
""",
}
