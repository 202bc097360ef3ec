using System.Diagnostics;

namespace FinRisk.Testing.Tools;

/// <summary>Waits for a condition, never for a guess at how long it takes.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Long enough for a busy machine; only a failure ever takes this long.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The first result that is not null.</summary>
    /// <param name="probe">Looks once.</param>
    /// <param name="what">What is waited for, in words that complete "did not happen:".</param>
    /// <param name="within">The deadline; <see cref="Patience"/> if omitted.</param>
    /// <exception cref="TimeoutException">The deadline passed.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> probe, string what, TimeSpan? within = null)
        where T : class
    {
        var deadline = within ?? Patience;
        var started = Stopwatch.StartNew();
        while (true)
        {
            if (await probe() is { } found)
                return found;
            if (started.Elapsed > deadline)
                throw new TimeoutException($"Within {deadline.TotalSeconds:0} s it did not happen: {what}.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    public static Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null) =>
        GetAsync(async () => await condition() ? "" : null, what, within);
}
