using FinRisk.Bench.Load.Driving;
using FinRisk.Bench.Load.Reporting;

namespace FinRisk.Bench.Load.Scenarios;

/// <summary>
/// Drives relay, floor and product in turns: a warm-up of each, then rounds of all. Whether relay or product goes first changes
/// from round to round, so that a steady drift of the machine favours neither; the floor goes between them.
/// </summary>
internal sealed class PairedRounds(Stage stage, Driver driver, int connections, LoadOptions options)
{
    /// <param name="afterPair">What else to measure, under the same conditions, after each pair.</param>
    /// <param name="cancellation">Ends the measurement without a result.</param>
    public async Task<Comparison> RunAsync(Action afterPair, CancellationToken cancellation)
    {
        await WarmUpAsync(cancellation);
        var (ofRelay, ofFloor, ofProduct) = (new List<Round>(), new List<Round>(), new List<Round>());
        for (var pair = 1; pair <= options.Rounds; pair++)
        {
            if (pair % 2 == 1)
                ofRelay.Add(await RoundAsync(stage.Relay, cancellation));
            else
                ofProduct.Add(await RoundAsync(stage.Product, cancellation));
            ofFloor.Add(await RoundAsync(stage.Floor, cancellation));
            if (pair % 2 == 1)
                ofProduct.Add(await RoundAsync(stage.Product, cancellation));
            else
                ofRelay.Add(await RoundAsync(stage.Relay, cancellation));

            Progress.Say(
                $"  round {pair} of {options.Rounds}: {Line(stage.Relay, ofRelay[^1])} | {Line(stage.Floor, ofFloor[^1])} | "
                    + $"{Line(stage.Product, ofProduct[^1])}");
            afterPair();
        }

        return new Comparison(
            new SubjectRounds(stage.Relay.Name, ofRelay, stage.Relay.Child.Usage),
            new SubjectRounds(stage.Floor.Name, ofFloor, stage.Floor.Child.Usage),
            new SubjectRounds(stage.Product.Name, ofProduct, stage.Product.Child.Usage));
    }

    private async Task WarmUpAsync(CancellationToken cancellation)
    {
        // Twice, because the runtime compiles hot methods a second time with what it learnt from the first.
        for (var turn = 1; turn <= 2; turn++)
        {
            Progress.Say($"  warm-up {turn} of 2");
            await RoundAsync(stage.Relay, cancellation);
            await RoundAsync(stage.Floor, cancellation);
            await RoundAsync(stage.Product, cancellation);
        }
    }

    private Task<Round> RoundAsync(Subject subject, CancellationToken cancellation) =>
        driver.RunAsync(subject, connections, options.RoundLength, cancellation);

    private static string Line(Subject subject, Round round) =>
        $"{subject.Name} {round.RequestsPerSecond,6:0}/s p50 {round.P50:0.00} ms, {round.CpuPerThousand:0} CPU ms/1,000, "
            + $"{round.Errors} errors";
}
