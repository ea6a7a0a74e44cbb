"""Groups and their aggregates."""

FOUND = {
    "keys of groups have the labels of the columns": """
df = pd.DataFrame({0: pd.array(['x', 'y'], dtype='str'), 1: [1, 2]})
df.columns.name = 'cn'
v1 = df.groupby([0]).size()
v2 = df.groupby(0, as_index=False).sum()
v3 = df.groupby(df[0], as_index=False).sum()
""",
    "of 0.0 and -0.0 in keys, the first of a group shows": """
df = pd.DataFrame({'c': [-0.0, 0.0, np.nan], 'd': ['x', 'y', 'y']})
v1 = df.groupby('c').size()
v2 = df.groupby('c', as_index=False, dropna=False).count()
v3 = df.iloc[1:].groupby(['d', 'c']).count()
v4 = df['c'].value_counts(dropna=False)
""",
    "frames of an index and no columns": """
df = pd.DataFrame({}, index=range(3))
v1 = df.iloc[[1]].sort_index(ignore_index=True)
v2 = df.loc[:, True:]
v3 = df[2:0]
v4 = pd.DataFrame({2: pd.array(['x'], dtype='str'), 3: [1]})
v5 = v4.loc[:, 2:].groupby([3]).sum(numeric_only=True)
""",
    "booleans among the labels of groups": """
df = pd.DataFrame({0: pd.array(['x'], dtype='str'), 1: [1]})
df.columns = ['index', True]
v1 = df.groupby('index')[[True]].sum()
""",
    "parts that are put together have one index of columns": """
df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})
v1 = pd.concat([df, df])
v2 = df.groupby('b').sum()
v1.columns.name = 'c'
v3 = df.groupby('b').sum()
v4 = df[['a']].astype({'a': 'float64'})
v4.columns.name = 'd'
v5 = v4.head(1)
""",
    "the names of columns are those of the time of the call": """
df = pd.DataFrame({'a': [1], 'b': [2]})
v1 = df * 2
v2 = v1.groupby('a').sum()
v1.columns.name = 'c'
v3 = v1[['a']]
v4 = v1.drop(columns=['a'])
v5 = v1.assign(n=1)
v6 = df.groupby('a').sum()
df.columns.name = 'd'
""",
    "groups of no rows": """
df = pd.DataFrame({'a': pd.array([], dtype='string')})
v1 = df.groupby(df['a']).agg('nunique')
""",
    "labels of aggregates keep the name of the frame's": """
df = pd.DataFrame({'n': [1, 2], 'f': ['a', 'b'], 'g': [1.0, 2.0]})
df.columns.name = 'cn'
v1 = df.groupby('f').agg({'n': ['first']})
v2 = df.groupby('f').agg({'n': 'first'})
v3 = df.groupby('f').agg(['first', 'last'])
v4 = df.groupby('f').agg(y=('n', 'first'))
v5 = df.groupby('f', as_index=False).agg({'n': 'first'})
""",
    "labels that are tuples, in aggregates": """
df = pd.DataFrame({0: np.array([], 'float64'), 1: np.array([], 'int64')})
df.columns = [('x', 1), '']
v1 = df.groupby(df['']).agg(y=(('x', 1), 'last'))
""",
    "sums by group over sums by group, of narrow integers": """
df = pd.DataFrame({'a': np.array([0], 'int16')})
v1 = df.groupby(['a'])['a'].agg(['max', 'prod'])
v2 = v1.groupby(['max'])['max'].agg(['prod'])
v3 = v1.groupby(['prod'])['prod'].agg(['sum'])
""",
    "groups of values that pandas counts in their own kind": """
df = pd.DataFrame({0: np.array([], 'uint32'), 1: pd.array([], dtype='Float64')})
df[2] = pd.array([], dtype='str')
v1 = df[1].groupby(df[0]).size()
v2 = df[2].groupby(df[0]).size()
v3 = df.groupby(0)[1].size()
""",
    "classes of aggregates of no columns": """
df = pd.DataFrame({'a': np.array([], 'uint16')})
v1 = df.groupby(df['a']).agg('nunique')
""",
    "a zero among integers that pandas stores together": """
df = pd.DataFrame({'a': np.array([0], 'uint32'), 'c': [0], 'd': np.array(['NaT'], 'M8[us]')})
v1 = df.groupby(['a'], as_index=False).agg('count')
v2 = v1 // v1
v3 = v1 % v1
v4 = v1.floordiv(0)
""",
    "a column taken out of a frame shares its memory, whoever was computed first": """
df = pd.DataFrame({0: np.array([1.0], 'float64'), 1: np.array(['2020-01-31'], 'M8[us]')})
v1 = df.sort_values(0)
v2 = v1[1] - v1[0]
v3 = v1.groupby(v1[0]).agg('median')
""",
    "the size of groups is of the dtype's kind": """
df = pd.DataFrame({'k': [1, 1], 'b': pd.array([1, None], dtype='Int64')})
v1 = df.groupby('k').agg({'b': 'size'})
v2 = df.groupby('k').agg(n=('b', 'size'))
v3 = df.groupby('k')['b'].agg(['size'])
""",
    "one zero is the label of all": """
df = pd.DataFrame({'a': [-0.0, 0.0], 'b': [1.0, 0.0], 'c': [2, 3]})
v1 = df.groupby(['b', 'a']).last()
""",
    "strings of Arrow's are moved between partitions": """
df = pd.DataFrame({'a': pd.array(['A-b', 'a' * 20, ' x ', 'a', 'cz', 'a', 'u-'] * 2, dtype='str')})
v1 = df['a'].str.get(1)
v2 = v1.groupby(v1).last()
""",
    "labels without a key are what is left when it is deleted": """
df = pd.DataFrame({0: [1], 1: [2], 2: [3.0]})
v1 = df.groupby(1, as_index=False).agg('min')
v1['n'] = object
""",
    "an index keeps its name where there are no rows to drop": """
df = pd.DataFrame({'a': np.array([], 'int64')}, index=pd.Index(np.array([], 'float64'), name='a'))
v1 = df.groupby(level=0).last()
v2 = v1.drop_duplicates(ignore_index=True)
v3 = v2.groupby(['a'])
""",
    "keys that are columns, and numbers": """
df = pd.DataFrame([[0.5, 1.5, 2.5]])
v1 = df.groupby([1, 0], as_index=False).sum()
v2 = df.groupby([2, 0], as_index=False).agg('min')
v3 = df.groupby([2], as_index=False).agg('min')
""",
    "a key is missing where the other is the first zero": """
df = pd.DataFrame({'b': [0.0, -0.0], 'c': pd.array([None, 'a'], dtype='str'), 'd': [1, 2]})
v1 = df.groupby(['c', 'b']).agg(['last'])
""",
    "groups of one column have no columns": """
df = pd.DataFrame({'nope': [1, 1], 'b': [1, 2]})
v1 = df.groupby('nope')['nope'].nope()
v2 = df.groupby('nope')['b'].nope
v3 = df.groupby('nope').b.sum()
""",
    "the inverse of no rows is the same memory": """
df = pd.DataFrame({'b': np.array([], 'int8'), 'c': np.array([], 'bool')})
v1 = df.groupby(~df['c'], as_index=False).sum()
""",
    "columns of no rows share their frame's memory": """
df = pd.DataFrame({'a': np.array([], 'int64'), 'c': np.array([], 'int64')})
v1 = df.assign()
v2 = v1.groupby(v1['a']).describe()
""",
    "a column without a name becomes column 0 beside its keys": """
df = pd.DataFrame({'a': [1, 2, 1], 'b': [1, 2, 3]})
df.columns = ['a', None]
v1 = df.groupby(['a'], as_index=False)[None].max()
v2 = v1[[0]]
v3 = df.groupby(['a'], as_index=False)[None].agg('sum')
v4 = df.groupby(['a'], as_index=False)[None].size()
v5 = df.groupby(['a'])[None].sum()
""",
    "a key may break the labels": """
df = pd.DataFrame({1: np.array([], 'uint64'), 2: np.array([], 'm8[us]'), 3: np.array([], 'int64')})
v5 = df.groupby(2, as_index=False)[[1, 3]].sum()
v6 = v5[4]
""",
    "zeros of two signs among several keys": """
df = pd.DataFrame({'a': [0, 0, 1], 'c': [True, False, True], 'f': [0.0, -0.0, -0.0]})
v1 = df.groupby(['c', 'f'], as_index=False).all()
v2 = df.groupby(['c', 'f']).sum().reset_index()
v3 = df.groupby(['c', 'f']).sum()
v4 = v3[v3['a'] > 0].reset_index()
v5 = df.iloc[1:].groupby(['f', 'a'], as_index=False).sum()
v6 = df.groupby('f').sum()
""",
    "missing keys are labels of their level": """
df = pd.DataFrame({'a': [2.0, np.nan, 1.0], 'b': ['x', None, 'y'], 'c': [1, 2, 3]})
v1 = df.groupby(['a', 'b'], dropna=False).sum()
v2 = v1['c'].le(pd.Series([1.0], pd.MultiIndex.from_arrays([[np.nan], [np.nan]])))
v3 = v1['c'].unstack()
v4 = df.groupby(['b', 'a'], dropna=False, sort=False)['c'].sum().unstack()
v5 = df.groupby(['b', 'a'], sort=False)['c'].sum().unstack()
""",
    "deviations beyond the floats": """
df = pd.DataFrame({'a': [0.0, 0.0, 1e300, 0.0], 'b': [1.0, 1e200, np.nan, -1e3], 'd': [1, 1, 1, 2]})
v8 = df['a'].groupby(df['d']).std()
v9 = df.groupby('d').var()
""",
    "a key that was looked at is a column still": """
df = pd.DataFrame({'a': np.array(['2020-01-31', 'NaT'], 'M8[us]')})
df['b'] = df['a'].copy()
v5 = df.loc[df['a'].dt.day > 2, ['a', 'b']]
v6 = df.ge(v5['a'])
v7 = v5.groupby(v5['a'], as_index=False).value_counts()
""",
    "narrow sums of a block fit together": """
df = pd.DataFrame({'b': [-32768, -32767], 'd': [0, 0], 'e': [0, 0]})
df = df.astype({'b': 'int16', 'e': 'int16'}).copy()
v1 = df.groupby(['d']).sum()
v2 = df.groupby(['d'])[['e']].sum()
v3 = df.groupby(['d'])['e'].sum()
v4 = df.groupby(['d']).agg({'b': 'sum', 'e': 'sum'})
v5 = df.groupby(['d'])[['e', 'd']].agg(['sum'])
df['f'] = df['e']
v6 = df.groupby(['d']).sum()
v7 = df.groupby(['d'], as_index=False).prod()
""",
    "labels that pandas does not find when it chooses columns": """
df = pd.DataFrame({0: np.array([1, 2], 'int16'), 1: [1, 2], 2: np.array([1, 1], 'int8')})
df.columns = [None, True, 'a b']
v6 = df.groupby(df['a b'])[['a b', None]]
v7 = df.groupby(df['a b'])[['a b']].sum()
v8 = df.groupby(df['a b'])[[None]].sum()
""",
    "a key that is the same as another column": """
df = pd.DataFrame({'a': np.array(['2020-01-31', '2020-01-31'], 'M8[us]')})
v5 = df.assign(n=lambda d: d)
v6 = v5.drop_duplicates()
v7 = v6.groupby(v6['n'], as_index=False).agg('median')
v8 = v6.groupby(v6['a'], as_index=False).agg('median')
""",
    "labels that are missing": """
df = pd.DataFrame({'k': [1, 1, 2], 'n': [3.0, np.nan, 5.0], 'v': [6, 7, 8]})
df.columns = ['k', None, np.nan]
v1 = df.groupby('k').agg({None: ['max']})
v2 = df.groupby('k').agg({np.nan: ['max'], 'k': ['sum']})
v3 = df.groupby(df[None]).sum()
v4 = df.groupby(df[None], as_index=False).sum()
v5 = df.groupby(df[np.nan]).std(numeric_only=True)
""",
    "a name that is looked for among lists": """
df = pd.DataFrame({'a': [True]})
v5 = df['a'].map(lambda x: [])
v9 = v5.value_counts()
v11 = v9.groupby(v9)
""",
    "a key that is part of a label": """
df = pd.DataFrame([[1, 1, 2], [1, 2, 3], [2, 3, 4]])
df.columns = pd.MultiIndex.from_tuples([('k', ''), ('a', 'x'), ('a', 'y')])
v1 = df.groupby(df['k']).sum()
""",
    "levels of columns and functions": """
df = pd.DataFrame({'a': [1.0, 2.0], 'b': [3, 4], 'k': [1, 1]})
v1 = df.groupby('k').agg({'b': ['sum', 'max'], 'a': ['sum', 'max']})
v2 = df.groupby('k').agg({'b': ['sum', 'max'], 'a': ['max']})
v3 = df.groupby(df['a']).agg({'a': ['last', 'all']})
v4 = v3.loc[:, ('a', 'all'):]
v5 = v1.columns.levels[0]
v6 = v2.columns.levels[1]
v7 = v3.columns.levels[1]
""",
    "the name of a key is looked for": """
df = pd.DataFrame({'a': np.array(['2020-01-31'], 'M8[ns]'), 'c': np.array([0], 'm8[ns]')})
v5 = pd.crosstab(df['a'], df['c'])
v7 = v5[pd.Timedelta(0)].groupby(v5[pd.Timedelta(0)])
""",
    "missing keys are labels": """
df = pd.DataFrame({'c': ['a', 'a', 'b', None], 'd': [np.nan, 0.0, 1.0, np.nan], 'f': [0, 1, 2, 3]})
v1 = df.groupby(['d', 'c'], dropna=False).min()
v2 = v1.sort_index(na_position='first')
v3 = df.groupby(['c', 'd'], dropna=False).min()
v4 = v3.sort_index(ascending=False)
v5 = df.groupby(['c', 'f'], dropna=False, sort=False).min()
v6 = v5.sort_index(ascending=False, na_position='first')
v7 = df.groupby(['c', 'f']).min().sort_index(ascending=False)
""",
}
