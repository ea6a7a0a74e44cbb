"""Values and dtypes."""

FOUND = {
    "categories without a hash do not come into plans": """
df = pd.DataFrame({'b': np.array([0.0]), 'd': np.array(['2020-01-31'], 'M8[s]')})
v1 = df.astype({'d': 'category'})
v2 = v1.sort_values('b')
v3 = v1.map(lambda x: [])
v4 = pd.concat([v3])
v5 = v3.sort_values('b', key=lambda s: s.str.len())
v6 = v3.set_index('d')
v7 = v6 + v6
""",
    "a frame that is kept is estimated over frames in memory": """
df = pd.DataFrame({'b': np.array([], 'int64'), 'c': pd.array([], dtype='str')})
v1 = df.sort_values(['c'])
v2 = v1['b']
""",
    "an array of no booleans is a mask": """
df = pd.DataFrame({'a': np.array([], 'float64'), 'b': np.array([], 'M8[us]')})
v1 = df[(df['a'] > 1).to_numpy()]
""",
    "a frame that is stacked": """
df = pd.DataFrame({('x', 'd'): np.array([], 'bool')})
v1 = df.stack()
""",
    "extremes of 0.0 and -0.0": """
df = pd.DataFrame({'c': [0.0, -0.0], 'd': [-0.0, 0.0], 'e': [0.0, 1.0], 'f': [-0.0, -1.0]})
v1 = df.min()
v2 = df['c'].max()
v3 = df['d'].min()
v4 = df['e'].min()
v5 = df['f'].max()
""",
    "numbers that float32 does not hold": """
df = pd.DataFrame({'a': np.array([1, 2, 0], 'float32'), 'b': [3, 1, 2]})
v1 = df['a'] * 1e300
v2 = df['a'] + np.float64(1e300)
v3 = df['a'].clip(0, 1e300)
v4 = df['a'].fillna(1e300)
v5 = df['a'].where(df['b'] > 1, 1e300)
v6 = df['a'] > np.float64(1e300)
v7 = df['a'] + np.float64(0.1)
""",
    "filters of read_parquet decide whether integers are missing": """
df = pd.DataFrame({'a': [1, 2], 'b': pd.array([None, 7], dtype='Int64')})
df.to_parquet('t.parquet')
v1 = pd.read_parquet('t.parquet', filters=[('a', '==', 2)])
import pyarrow as pa, pyarrow.parquet as pq
pq.write_table(pa.table({'a': [0, 1], 'x': pa.array([1, None], pa.int64())}), 'u.parquet')
v2 = pd.read_parquet('u.parquet', filters=[('a', '==', 0)])
v3 = pd.read_parquet('u.parquet', filters=[('a', '==', 1)])
v4 = pd.read_parquet('u.parquet', filters=[('a', '==', 2)])
""",
    "a call in place that fails half way leaves shared memory as it is": """
other = pd.DataFrame({0: pd.array([None], dtype='Int64'), 1: np.array(['NaT'], 'm8[ns]')})
other.columns = [True, 'sum']
v7 = other.reset_index()
v7.fillna(0, inplace=True)
""",
    "bounds that are two zeros": """
df = pd.DataFrame({3: np.array([1.0, -1.0], 'float64')})
v5 = df[3].clip(0, -0.0)
v6 = df[3].clip(-0.0, 0.0)
v7 = df[3].clip(2, 1)
v8 = df[3].clip(float('nan'), 0.5)
v9 = df[3].clip(0.5, float('nan'))
""",
    "the root of a rounded variance": """
df = pd.DataFrame({'c': np.array([0.0, 0.33333334, 0.25, 0.75], 'float32'), 'n': [1, 2, 3, 5]})
v1 = df.std()
v2 = df['c'].std()
v3 = df.head(2).std(ddof=0)
""",
    "an array that shows the memory of a frame": """
df = pd.DataFrame({'a': [0.0]})
v1 = np.asarray(df)
df.iloc[()] = 9
""",
    "means of nothing but missing values are of the column's dtype in a frame": """
df = pd.DataFrame({'b': np.array([np.nan, np.nan], 'float32'), 'c': np.array([1, 2], 'float32')})
v1 = df.mean()
v2 = df[:0].mean()
v3 = df['b'].mean()
v4 = df[['b']].mean()
""",
}
