"""Rows: their order, their index, none of them."""

FOUND = {
    "a series that rows were deleted from fails at masks": """
df = pd.DataFrame({'f': [0.5, 1.5, 2.5, 3.5]})
v1 = df['f'] * 2
del v1[1]
v2 = v1.where(v1 > 1)
v3 = v1.copy()
v4 = v3.clip(1, 2)
v5 = v3 + 1
v6 = v5.clip(1, 2)
""",
    "clip takes its bounds in either order": """
df = pd.DataFrame({'c': np.array([1.0], 'float64')})
v1 = (df['c'] * 2).clip(np.inf, 1.0)
""",
    "a range stays what it is where all of its one or no rows are kept": """
df = pd.DataFrame({'a': np.array([1, 2, 3, 4], 'int64')}, index=pd.RangeIndex(0, 16, 4))
v1 = df.iloc[3:1:2]
v2 = v1[v1['a'] <= 2]
v3 = df.iloc[1:2]
v4 = v3[v3['a'] > 0]
v5 = v3[v3['a'] < 0]
""",
    "numbered rows in order are numbered anew": """
df = pd.DataFrame({'a': [1, 2]})
v1 = df.iloc[1:].sort_index(ignore_index=True)
""",
    "missing categories are in order before the others": """
df = pd.DataFrame({'a': [1, 2]}, index=pd.CategoricalIndex(['a', None]))
v1 = df.sort_index(ascending=False, na_position='first')
v2 = df.iloc[::-1].sort_index()
""",
    "without rows drop_duplicates leaves the index": """
df = pd.DataFrame({'b': [True]}, index=pd.RangeIndex(7, 10, 3, name=3))
v1 = df[df['b'] > 1].drop_duplicates(ignore_index=True)
v2 = df.query('b > 1').drop_duplicates(ignore_index=True)
v3 = v2.iloc[1:].drop_duplicates(ignore_index=True)
""",
    "a range through many steps": """
df = pd.DataFrame({'a': [1, 1, 1], 'b': [2, 1, 0]})
v1 = df.drop_duplicates().sort_values(['b']).drop_duplicates(['a']).sort_values(['b'])
v2 = v1.drop_duplicates()
""",
    "results that have the very index of the frame": """
df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})
s = df['b']
v1 = s.str.upper()
v2 = s == 'x'
v1.index.name = 'k'
v3 = s.reset_index()
v4 = df.nunique()
v4.index.name = 'n'
v5 = df.dtypes
v6 = df[['a']] + 1
v7 = v6 * 2
v7.index.name = 'r'
v7.columns.name = 'c'
v8 = v6.reset_index()
v9 = df.reset_index()
""",
    "a range that stops before it starts": """
df = pd.DataFrame({'c': [True, True]})
v1 = df.iloc[2:1]
v2 = v1[v1['c']]
v3 = v1[:0]
""",
    "the largest, and distinct values, of no rows": """
df = pd.DataFrame({'b': np.array([], 'int64')}, index=pd.RangeIndex(6, 6, 2))
v1 = df['b'].drop_duplicates()
v2 = df['b'].nlargest(2)
v3 = df.nsmallest(2, 'b')
df2 = pd.DataFrame({'b': [1, 1, 2]}, index=pd.RangeIndex(6, 12, 2))
v4 = df2[df2['b'] > 9]['b'].drop_duplicates()
v5 = df2.iloc[:0].nlargest(3, 'b')
v6 = df2.iloc[1:].nlargest(3, 'b')
""",
    "a series of no rows loses its range when it is filtered": """
df = pd.DataFrame({'c': np.array([], 'M8[us]')}, index=pd.RangeIndex(7, 7, 3))
v1 = df.loc[df['c'].isna()]
v2 = v1['c'][v1['c'] <= '2020-01-31']
""",
    "a stored range may stop before it starts": """
df = pd.DataFrame({'a': [1, 2, 3, 4, 5]})
v1 = df[-2:2]
v1.to_parquet('t.parquet')
v2 = pd.read_parquet('t.parquet')
""",
    "the smallest of a range of one row": """
df = pd.DataFrame({'a': np.array([0.0], 'float64')})
v6 = df.iloc[-1:3:2]
v11 = v6.nsmallest(3, ['a'])
v12 = v6['a'].nsmallest(3)
""",
    "two plans over one frame both know what holds only of some rows": """
df = pd.DataFrame({'d': pd.array([], dtype='str')}, index=pd.Index(np.array([], 'int64')))
v1 = df.reindex(columns=['w'])
v2 = df.drop_duplicates(ignore_index=True)
v3 = v2['d']
v4 = v2.reindex()
v5 = v1.drop_duplicates(ignore_index=True)
""",
}
