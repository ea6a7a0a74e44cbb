"""Labels of columns, and names."""

FOUND = {
    "a missing label of a column made a name of the index": """
df = pd.DataFrame({'c': pd.array([None, 'a'], dtype='string'), 'f': [0.0, 0.0]})
v1 = df.pivot(columns='c', values='f')
v2 = v1.set_index(pd.NA)
v3 = v2.set_index('a', append=True)
""",
    "a frame in memory counts its rows only where a plan carries some of its columns": """
df = pd.DataFrame({'b': np.array([0], 'int64')})
v1 = df.drop_duplicates()
v2 = v1.drop_duplicates()
v3 = df.sort_values(['b'])
v4 = v3[v3['b'] == 2.5]
""",
    "all of a frame with levels is the frame itself": """
df = pd.DataFrame({'a': np.array([], 'int64')}, index=pd.MultiIndex.from_arrays([[], []]))
v1 = df.loc[:, :]
v1.loc[6] = 0
""",
    "the smallest by no column": """
df = pd.DataFrame({'b': np.array([0], 'int64')})
v1 = df.nsmallest(1, [])
""",
    "files: columns that are not there, and the name of the labels": """
df = pd.DataFrame({'c': np.array([1], 'int64'), 'd': pd.array(['x'], dtype='str')})
df.columns.name = 'cn'
df.to_parquet('t.parquet')
v1 = pd.read_parquet('t.parquet', columns=['nope'])
v2 = pd.read_parquet('t.parquet')
v3 = pd.read_parquet('t.parquet', columns=['d'])
""",
    "labels that are numbers are what the index makes of them": """
df = pd.DataFrame({1: np.array([1], 'int64')})
v1 = df * 2
v1[7] = v1[1]
v2 = v1[7] + 1
""",
    "labels of an index that a name makes one of objects": """
df = pd.DataFrame({0: np.array([1], 'int64'), 1: np.array([2], 'int64')})
v1 = df.assign(n=lambda d: d[1])
v2 = v1[0]
""",
    "numbers are the labels that the index gives": """
df = pd.DataFrame({0: ['x'], 1: [1], 2: [2.0]})
v1 = df[[1, 2, 0]]
v2 = v1[0]
v3 = df.rename(columns={0: 5})
v4 = v3[5]
""",
    "a function over no rows gives the column's own dtype, at once": """
df = pd.DataFrame({'a': np.array([], 'int64'), 'b': np.array([1], 'int64')[:0]})
v1 = df['a'].apply(lambda x: x > 1).dtype
v2 = df.assign(c=df['a'].apply(lambda x: x > 1)).dtypes
v3 = df[df['a'].apply(lambda x: x > 1)]
v4 = df[df['b'] > 1]['a'].map(lambda x: x > 1).map(lambda x: x > 1)
""",
    "columns of several levels are named by what the levels hold": """
df = pd.DataFrame({(7, 1.5): [1, 2], (8, 'b'): [3, 4]})
v1 = df + 1
v2 = v1[7, 1.5]
v3 = v1.iloc[:, 0]
v4 = v1[8, 'b']
""",
    "a missing label of a float is not found again": """
df = pd.DataFrame([[1, 2], [1, 2]], columns=[np.nan, 2])
v1 = df.drop_duplicates()
v0 = df.drop_duplicates(subset=[np.nan])
df.columns = [None, 'a']
v2 = df.drop_duplicates()
df.columns = pd.MultiIndex.from_tuples([('x', np.nan), ('x', 'a')])
v3 = df.drop_duplicates()
""",
    "letters of a column of one string": """
df = pd.DataFrame({'c': [1, 2]})
v1 = df.assign(m=' xY ')
v2 = v1['m'].str.lower()
v3 = v1['m'].str.strip()
v4 = v1['m'].str.upper().str.len()
""",
    "a mapper of labels is given Python's numbers": """
df = pd.DataFrame([[1, 2, 3, 4]]).set_axis(list(range(4)), axis=1)
v1 = df[[0, 3]]
v2 = v1.rename(columns={3: 'z'})
""",
    "columns keep the name they were given before pandas makes the calls again": """
df = pd.DataFrame({'a': np.array([0] * 13, 'int64')})
v0 = df.iloc[-2:11].loc[0:]
v1 = v0.nlargest(0, ['a'])
v1.columns.name = 'c'
v2 = v1.sort_index()
v3 = v2.nsmallest(2, [])
""",
    "rows that all stay have the very labels they had": """
df = pd.DataFrame({'a': [1, 2, 3], 'b': [1.0, 2.0, 3.0]}, index=['x', 'y', 'y'])
v1 = df['a'][df['b'] > 0]
v2 = pd.concat([df['b'], v1], axis=1)
v3 = pd.concat([df.sort_values('a'), df], axis=1)
v4 = pd.concat([df.drop_duplicates('a'), df], axis=1)
v5 = pd.concat([df.sort_index(), df['b']], axis=1)
""",
    "what was cast becomes labels": """
df = pd.DataFrame({'a': np.array([True, False], 'bool'), 'b': [1, 2]})
v5 = df.astype({'a': int})
v7 = v5.set_index('a', drop=False)
v8 = v5.set_index('a').sort_index()
""",
    "a series that all rows stay of has the very index, whoever names it": """
df = pd.DataFrame({'a': np.array([0.0, 1.0], 'float64'), 'b': [1, 2]}, index=[5, 6])
v1 = df['a']
v2 = v1.drop_duplicates()
v3 = v1[df['b'] > 0]
v4 = v1[df['b'] > 1]
v5 = v1.dropna()
v6 = df['b'].dropna()
v7 = (v1 + 1)[df['b'] > 0]
v1.index.name = 'q'
v8 = v2.reset_index()
v9 = v3 + 1
""",
    "axes, looked at before they are named": """
df = pd.DataFrame({}, index=range(0))
v8 = df.axes
df.index.name = 'q'
""",
    "the smallest of a series that is called NaN": """
df = pd.DataFrame({0: np.array([0, 0, 0], 'int64'), 1: np.array([0, 0, 0], 'int64')})
df.columns = [None, 'sum']
v8 = df[np.nan]
v9 = v8.nsmallest(2)
v10 = pd.concat([v8, v8])
v11 = df['sum'].nlargest(0)
v12 = v8.nlargest(9)
v13 = df.iloc[:0][np.nan].nlargest(2)
""",
    "columns that were set anew have the very labels, whoever names them": """
df = pd.DataFrame({'d': np.array([1.0], 'float64'), 'e': np.array([2], 'int64')})
v5 = pd.concat((df,))
v5['d'] = v5['e']
v6 = df + 1
v7 = v6 - 1
v6['e'] = v6['d']
v6.loc[v6['d'] > 1, 'e'] = 5
df.columns.name = 'c'
""",
    "labels that become a column, and labels again": """
other = pd.DataFrame({'a': [0], 'b': [1.0]}, index=pd.RangeIndex(0, 1, 1, name=3))
v13 = other.reset_index()
v14 = v13.set_index([3])
df = pd.DataFrame({'a': [1, 2]}, index=pd.Index(['x', 'x'], name='i'))
v15 = df.reset_index().set_index('i')
v16 = pd.concat([df, v15], axis=1)
""",
    "what is computed at the call has the index of its series": """
df = pd.DataFrame({'a': np.array(['2020-01-31'], 'M8[us]')})
v9 = df['a'].dt.floor('D')
v10 = v9 - pd.Timestamp('2020-02-29')
v10.index.name = 'q'
""",
    "rows that all stay, one call after the other": """
v1 = pd.Series([1.0, 2.0, 3.0], index=[5, 6, 7])
v2 = v1[v1 > 0]
v3 = v2 + 1
v4 = v2[v2 > 0]
v5 = v4.drop_duplicates()
v6 = v1.drop_duplicates(ignore_index=True)
v7 = v2[v2 > 1]
v8 = v7 + 1
v2.index.name = 'N'
v9 = v4 + v5
v7.index.name = 'M'
""",
    "cells of one block are set, and of several": """
df = pd.DataFrame({'a': [1, 2], 'b': [3, 4]}) + 0
v1 = df.columns
df.loc[df['a'] > 1, 'b'] = 8
v1.name = 'K'
other = pd.DataFrame({'a': [1, 2], 'b': [3.0, 4.0]}) + 0
v2 = other.columns
other.loc[other['a'] > 1, 'b'] = 8.0
v2.name = 'K'
v3 = pd.DataFrame({'a': [1, 2, 3]}, index=pd.date_range('2020', periods=3, name='k'))
v4 = v3.reset_index().set_index('k')
v5 = v4[v4['a'] > 0]
v6 = v4.sort_index()
""",
    "labels that lie beyond each other": """
df = pd.DataFrame({'a': np.array([-9223372036854775808, 0, 0], 'int64')})
v5 = df.set_index('a', drop=False)
v7 = v5.tail(1)
v8 = v7.groupby([])
""",
    "a frame that pandas leaves with one label too many": """
df = pd.DataFrame({0: [3, -1], 1: [2, 7], 2: [0, 0]})
v1 = df.set_index(1)
v2 = v1.reset_index()
""",
    "columns of a copy": """
df = pd.DataFrame({'a': [1, 2]})
v1 = df + 1
v2 = v1.copy()
v3 = pd.concat({'y': v2})
v3.columns.name = 'c'
v4 = v1.copy()
v5 = v4.columns
v6 = v4.to_numpy()
v5.name = 'c'
v7 = v1.copy()
v8 = v7.index
v9 = v7.to_numpy()
v8.name = 'c'
""",
}
