using Microsoft.Win32.SafeHandles;

namespace FinRisk.Bench.Relay;

/// <summary>
/// The least a durable commit can be: octets appended to one file of fixed size, flushed to the disk, and everybody who came
/// while that was under way carried along (group commit). No transaction, no index, nothing that could be read back, on purpose.
/// </summary>
internal sealed class CommitJournal
{
    /// <summary>What one commit leaves; the product's two leave about 600 and 700 octets in rows.</summary>
    private const int Octets = 600;

    /// <summary>The file is written at its full size first, so that a flush has no growth to record.</summary>
    private const int FileOctets = 32 << 20;

    private readonly object gate = new();
    private readonly SafeFileHandle file;
    private readonly byte[] rows = new byte[1 << 20];
    private List<TaskCompletionSource> waiting = [];
    private long end;

    public CommitJournal(string path)
    {
        file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(file, new byte[FileOctets], 0);
        RandomAccess.FlushToDisk(file);
        new Thread(Run) { IsBackground = true, Name = "journal" }.Start();
    }

    /// <summary>Ends when the commit is on the disk.</summary>
    public Task CommitAsync()
    {
        var commit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add(commit);
            if (waiting.Count == 1)
                Monitor.Pulse(gate);
        }

        return commit.Task;
    }

    private void Run()
    {
        List<TaskCompletionSource> batch = [];
        while (true)
        {
            lock (gate)
            {
                while (waiting.Count == 0)
                    Monitor.Wait(gate);
                (batch, waiting) = (waiting, batch);
            }

            var length = Math.Min(batch.Count * Octets, rows.Length);
            if (end + length > FileOctets)
                end = 0;
            RandomAccess.Write(file, rows.AsSpan(0, length), end);
            end += length;
            RandomAccess.FlushToDisk(file);
            foreach (var commit in batch)
                commit.SetResult();
            batch.Clear();
        }
    }
}
