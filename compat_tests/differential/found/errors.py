"""Calls that warn or fail."""

FOUND = {
    "sort kinds are checked where there is nothing to sort": """
df = pd.DataFrame({'a': np.array([], 'M8[us]')})
v1 = df['a'].sort_values(kind='nope')
v2 = df.sort_values(['a'], kind='nope')
v3 = df.sort_index(kind='nope')
""",
    "assign warns as assign where columns have levels": """
df = pd.DataFrame({('x', 'b'): np.array([], 'M8[us]')})
v1 = df.assign(n=lambda d: d)
""",
    "calls that are made again do not warn again": """
df = pd.DataFrame({'e': np.array(['2020-01-31'], 'M8[ms]')})
v1 = df.shift()
v2 = v1['e'].dt.dayofweek
""",
    "reductions refuse the arguments that pandas does not know": """
df = pd.DataFrame({'c': np.array([1, 2], 'uint16')})
v1 = df['c'].count(numeric_only=False)
v2 = df['c'].mean(min_count=0)
v3 = df.nunique(skipna=True)
""",
    "a new column beside columns of several levels warns": """
df = pd.DataFrame({('x', 'c'): np.array([1], 'int64')})
v1 = df - 2
v1.insert(1, 'n', 'x')
v1['m'] = 1
""",
    "reductions of frames refuse the arguments that pandas does not know": """
df = pd.DataFrame({'c': np.array([1, 2], 'uint16')})
v1 = df.nunique(numeric_only=True)
v2 = df.all(numeric_only=True)
v3 = df.sum(numeric_only=True)
""",
    "a spread beyond the numbers warns": """
df = pd.DataFrame({'c': np.array([0.0, 1e300]), 'd': [1.0, np.inf], 'e': [1.0, np.nan]})
v1 = df.var()
v2 = df['c'].std()
v3 = df['d'].var()
v4 = df['e'].std()
v5 = pd.DataFrame({'f': [np.inf, -np.inf]}).sum()
""",
    "indexers are called as pandas calls them": """
df = pd.DataFrame({1: np.array([1], 'int64')})
v1 = df.loc.dropna()
v2 = df.iloc.dropna()
""",
    "methods whose results pandas makes of its own class": """
df = pd.DataFrame({('x', 'a'): pd.array([], dtype='str')})
v1 = df.explode(('x', 'a'))
v2 = df[('x', 'a')].str.extract('([a-z])')
v3 = df.head(1)[('x', 'a')].str.extract('([a-z])')
""",
    "slices of columns are checked as pandas checks them": """
df = pd.DataFrame({0: [1], 1: [2]})
v1 = (df * 2).loc[:, True:]
v2 = (df * 2).loc[:, 'a':]
v3 = (df * 2).loc[:, 1:]
""",
    "numbers too large for a cast warn at the call": """
df = pd.DataFrame({'a': [0.0, 1e300, -np.inf, np.nan], 'b': [1, 2, 3, 4], 'c': [1, 2, np.inf, 3]})
v1 = df['a'].astype('float32')
v2 = (df['a'] * 2).astype('float32')
v3 = df.astype({'a': 'float32'})
v4 = df['c'].astype('float32')
v5 = df['b'].astype('float32')
v6 = (df['a'] / df['c']).astype('float32')
""",
    "sums by group that are no numbers warn at the call, if the keys are in order": """
df = pd.DataFrame({'a': [np.inf, -np.inf, 1e308, 1e308], 'b': [2.0, 3.0, 1e200, 1e200]})
df['k'], df['m'] = [1, 1, 2, 2], [1, 2, 1, 2]
v1 = df.groupby('k')['a'].sum()
v2 = df.groupby('m')['a'].sum()
v3 = df.groupby('k', sort=False)['a'].mean()
v4 = df.groupby('k')['b'].prod()
v5 = df.groupby('k')['b'].mean()
v6 = df.groupby('k')['a'].median()
""",
    "pandas warns once for all columns that it stores together": """
df2 = pd.DataFrame({'b': [1e300, 2.0], 's': 'a', 'd': [1e300, 1.0], 'e': [np.inf, -np.inf]})
v2 = df2.sort_values('d').drop(columns='s').astype('float32')
v3 = df2.sort_values('d').sum(numeric_only=True)
v4 = df2.sort_values('d').groupby('s').sum()
v5 = df2[df2['d'] > 0].groupby('s').agg('mean')
""",
    "signs of objects, and filters on labels that are no strings": """
df = pd.DataFrame({'a': np.array(['a', 1], dtype=object)})
v1 = +df
df2 = pd.DataFrame({1: np.array([], 'float64')})
df2.to_parquet('t.parquet')
v2 = pd.read_parquet('t.parquet', filters=[(1, '>', 1)])
v3 = pd.read_parquet('t.parquet', filters=[('1', '>', 1)])
""",
    "the median of infinities warns": """
df = pd.DataFrame({'a': [np.inf, -np.inf]})
v1 = df['a'].median()
v2 = df.median()
""",
    "trying what dtype an operator gives warns nobody": """
df = pd.DataFrame({'a': np.array([True], 'bool')})
v1 = df.rfloordiv('a')
v2 = df['a'] // 'a'
""",
    "the first column to refuse is that of the first block": """
df = pd.DataFrame({'d': pd.Categorical(['b'], categories=['b', 'a', 'c'])})
df.insert(0, 7, 'x')
v1 = abs(df)
""",
    "arrays of booleans and missing values are no masks": """
df = pd.DataFrame({'a': pd.array([1.0, None], dtype='Float64'), 'b': [1, 2]})
df.columns = pd.Index([pd.NA, 1.0], dtype='Float64')
v1 = df[np.array([pd.NA, pd.NA], dtype=object)]
v2 = df[np.array([True, pd.NA], dtype=object)]
v3 = df[[True, pd.NA]]
""",
    "a tuple among labels that are no texts": """
df = pd.DataFrame({'a': np.array([0.0], 'float64'), 'b': np.array([1], 'm8[ns]')})
v5 = df.pivot(columns='b', values='a')
v5[()] = v5[pd.Timedelta(1)]
v6 = df.copy()
v6[('a', 1)] = v6['a']
""",
    "what pyarrow cannot write": """
df = pd.DataFrame({'b': np.array([0], 'int64')})
v8 = pd.cut(df['b'], 2)
v9 = pd.concat((v8,), axis=1)
v10 = v9.nlargest(0, [])
v10.to_parquet('t.parquet')
""",
    "a time too early to have a midnight": """
df = pd.DataFrame({'a': np.array([-9223372036854775807], 'int64')})
v1 = df.astype({'a': 'datetime64[ns]'})
v2 = v1['a'].dt.normalize()
v3 = v1.astype({'a': 'datetime64[s]'})
v4 = v3['a'].dt.normalize()
""",
    "which column of a lazy copy an operator refuses first": """
df = pd.DataFrame({'b': np.array(['2020-01-31'], 'M8[s]'), 'c': [0.0], 'd': [0.0]})
df['e'] = pd.Categorical(['a'])
v1 = df.loc[df['d'] <= np.nan]
v2 = v1.copy()
v3 = v2['e'].ne(v2['c'])
v4 = -v2
""",
}
