namespace Orleans.Configuration;

/// <summary>Calls that clients make.</summary>
public class ClientMessagingOptions : MessagingOptions;
